"""The folder of the built site: checking that it may be replaced, and replacing it in one step."""

import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from paicatalog.cli.config_file import WrongConfiguration
from paicatalog.config import Config

_SITE_FILE = "sitemap.xml"
"""A file that identifies a site: MkDocs always writes it, with any theme and plugins."""


@dataclass(frozen=True, slots=True)
class SiteFolder:
    """The folder of the site, and two temporary folders beside it."""

    path: Path
    """Absolute, with symbolic links resolved, so that the folder is replaced and not a link to it."""

    @classmethod
    def prepare(cls, path: Path, config: Config) -> "SiteFolder":
        """Return the folder if it may and can be replaced. Raises WrongConfiguration if not."""
        folder = cls(path.resolve())
        if problem := folder._problem(config):
            raise WrongConfiguration(f"The site cannot go to {path}: {problem}")
        try:
            folder.clean_up()
            folder.new.mkdir(parents=True)
            folder.new.rmdir()
        except OSError as error:
            raise WrongConfiguration(
                f"The site cannot be written beside {path}: {error.strerror}. Name another folder with `--site-dir`."
            ) from error
        return folder

    @property
    def new(self) -> Path:
        """The folder that the new site is built into."""
        return self.path.with_name(f"{self.path.name}.building")

    @property
    def _last(self) -> Path:
        return self.path.with_name(f"{self.path.name}.last")

    def replace_last(self) -> None:
        """Replace the last site by the new one. Keep hidden files such as a Git work tree."""
        try:
            if self.path.exists():
                self.path.rename(self._last)
            self.new.rename(self.path)
            for hidden in self._last.glob(".*"):
                hidden.rename(self.path / hidden.name)
        except OSError as error:
            raise WrongConfiguration(
                f"The new site cannot take the place of {self.path}: {error.strerror}. "
                "Name a folder that can be renamed with `--site-dir`."
            ) from error

    def clean_up(self) -> None:
        """Remove the temporary folders, and restore the last site if the new one did not replace it."""
        if not self.path.exists():
            with suppress(OSError):
                self._last.rename(self.path)
        for folder in (self.new, self._last):
            shutil.rmtree(folder, ignore_errors=True)

    def _problem(self, config: Config) -> str:
        if self.path.exists() and not self.path.is_dir():
            return "that is a file. Remove it, or name a folder with `--site-dir`."
        if config.root.resolve().is_relative_to(self.path):
            return "it holds mkdocs.yml and the catalog, and a build replaces all. Name a folder within."
        if self.path.is_relative_to(config.catalog_dir.resolve()):
            return "it lies in the catalog, and would be read as protocol files. Name a folder beside it."
        others = self._has_visible_files() if self.path.exists() else False
        if others and not (self.path / _SITE_FILE).is_file():
            return (
                f"it holds files that are no site (there is no {_SITE_FILE}), and a build replaces all. Empty it first."
            )
        return ""

    def _has_visible_files(self) -> bool:
        return any(not entry.name.startswith(".") for entry in self.path.iterdir())
