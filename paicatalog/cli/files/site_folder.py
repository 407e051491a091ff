"""The folder of the built site: checking that a build may replace it, and replacing it.

A build replaces a folder that is empty, or that a build has marked (`site_marker.py`). Hidden files stay, and so does
all else at the top of the folder that no build wrote.
"""

import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from paicatalog.cli.config_file import WrongConfiguration
from paicatalog.cli.files.build_lock import AnotherBuildError, build_lock
from paicatalog.cli.files.site_marker import MARKER_FILE, marked_entries
from paicatalog.cli.files.site_swap import ClashError, SiteSwap
from paicatalog.cli.say import say
from paicatalog.config import Config
from paicatalog.real_path import real_path


@dataclass(frozen=True, slots=True)
class SiteFolder:
    """The folder of the site while this process builds it, and no other."""

    path: Path
    """Absolute, with symbolic links resolved, so that the folder is replaced and not a link to it."""
    _swap: SiteSwap
    _option: str
    """The option that names the folder."""
    _extends: bool
    """Whether the new site is a copy of the last one, with changes. Then it may replace a site of any generator."""

    @property
    def new(self) -> Path:
        """The folder to build the new site into. It does not exist yet."""
        return self._swap.new

    def copy_last(self, leave_out: Collection[str]) -> None:
        """Copy the last site to the new one, but hidden files at its top and the files `leave_out`. Raises OSError."""
        left_out = {self.path / name for name in (MARKER_FILE, *leave_out)}

        def ignored(folder: str, names: list[str]) -> list[str]:
            hidden = _hidden(names) if Path(folder) == self.path else []
            return [*hidden, *(name for name in names if Path(folder, name) in left_out)]

        shutil.copytree(self.path, self.new, symlinks=True, ignore=ignored)

    def replace_last(self) -> None:
        """Replace the last site by the new one. Raises WrongConfiguration, without a change, if that is impossible."""
        try:
            # The folder may have changed while the site was built.
            if problem := _content_problem(self.path, self._option, extends=self._extends):
                raise WrongConfiguration(f"The site cannot go to {self.path}: {problem}")
            self._swap.install(copied=_visible(self.path) if self._extends else ())
        except ClashError as clash:
            raise WrongConfiguration(
                f"The new site cannot take the place of {self.path}: both have `{clash}`, and the one there was not "
                "written by `paicatalog build`. Move or delete it."
            ) from clash
        except OSError as error:
            raise WrongConfiguration(
                f"The new site cannot take the place of {self.path}: {error.strerror}. "
                f"Name a folder that can be renamed with `{self._option}`."
            ) from error


@contextmanager
def site_folder(
    path: Path, config: Config, *, option: str = "--site-dir", extends: bool = False
) -> Iterator[SiteFolder]:
    """Lock the folder of a site for a build, complete what a killed build left, and clean up at the end.

    `option` names the folder on the command line. With `extends`, the new site begins with a copy of the last one,
    which any generator may have written.

    Raises WrongConfiguration if the folder may not or cannot be replaced, or if another build of it is running.
    """
    site = real_path(path)
    if problem := _place_problem(site, config, option):
        raise WrongConfiguration(f"The site cannot go to {path}: {problem}")
    with ExitStack() as stack:
        try:
            if not site.parent.exists():
                site.parent.mkdir(parents=True)
            stack.enter_context(build_lock(site))
            _finish(SiteSwap.interrupted(site))
            if problem := _content_problem(site, option, extends=extends):
                raise WrongConfiguration(f"The site cannot go to {path}: {problem}")
            swap = SiteSwap.begin(site)
        except AnotherBuildError as error:
            by = f" (process {error.process})" if error.process else ""
            raise WrongConfiguration(
                f"Another build of {path} is running{by}. Wait for it or stop it, then build again."
            ) from error
        except OSError as error:
            raise WrongConfiguration(
                f"The site cannot be written beside {path}: {error.strerror}. Name another folder with `{option}`."
            ) from error
        stack.callback(_finish, [swap])
        yield SiteFolder(site, swap, option, extends)


def recover_site(path: Path) -> None:
    """Complete what a killed build left, if anything, unless a build is running."""
    site = real_path(path)
    with suppress(AnotherBuildError, OSError):
        if any(SiteSwap.interrupted(site)):
            with build_lock(site):
                _finish(SiteSwap.interrupted(site))


def _finish(swaps: Iterable[SiteSwap]) -> None:
    for swap in list(swaps):
        try:
            for entry in swap.finish():
                say(f"{entry} could not be moved to the site. Move it to {swap.site}, or delete it.", err=True)
        except OSError as error:
            say(f"{swap.folder}, left by a build, cannot be removed: {error.strerror}.", err=True)


def _place_problem(site: Path, config: Config, option: str) -> str:
    """Return why no site may be at this place, whatever is there; empty if it may."""
    if site.is_symlink():
        return f"that is a link that leads to itself. Delete it, or name a folder with `{option}`."
    if site.exists() and not site.is_dir():
        return f"that is a file. Remove it, or name a folder with `{option}`."
    if real_path(config.root).is_relative_to(site):
        return "it holds mkdocs.yml and the catalog, and a build replaces all. Name a folder within."
    sources = {"catalog": config.catalog_dir, "docs": config.docs_dir, "templates": config.templates_dir}
    for what, folder in sources.items():
        source = real_path(folder) if folder else None
        if source and source.is_relative_to(site):
            return f"it holds the {what}, and a build replaces all. Name another folder with `{option}`."
        if source and site.is_relative_to(source):
            return f"it lies in the {what}, which a build reads. Name a folder beside it with `{option}`."
    return ""


def _content_problem(site: Path, option: str, *, extends: bool) -> str:
    """Return why a folder may not be replaced because of its content; empty if it may."""
    if extends:
        missing = not site.is_dir() or not _visible(site)
        return (
            f"there is no site. Build one with your generator, and name its folder with `{option}`." if missing else ""
        )
    if not site.exists() or marked_entries(site) is not None:
        return ""
    if not site.is_dir() or _visible(site):
        return (
            f"it holds files that `paicatalog build` did not write. Name another folder with `{option}`; "
            "or delete them, if they are a site of an earlier version or of `mkdocs build`."
        )
    return ""


def _visible(folder: Path) -> list[str]:
    names = [entry.name for entry in folder.iterdir()]
    return [name for name in names if not name.startswith(".")]


def _hidden(names: Iterable[str]) -> list[str]:
    return [name for name in names if name.startswith(".")]
