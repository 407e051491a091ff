"""URLs in the web views of the repositories that the catalog's files are in."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, quote_plus, urljoin, urlsplit

from paicatalog.catalog.git.work_tree import WorkTree
from paicatalog.config import Config
from paicatalog.site.urls.web_address import web_address
from paicatalog.site.urls.web_host import GITHUB, WebHost, web_host


@dataclass(frozen=True, slots=True)
class Repository:
    """The web view of one repository; all URLs are "" if it has none."""

    url: str
    """Without a trailing slash; "" if unknown."""
    host: WebHost = GITHUB
    branch: str = ""
    """The branch on which files are edited; "" if unknown."""
    edit_base: str | None = None
    """The URL to which the path of a file to edit is appended, "" for no such links; None for those of the host."""
    commit_id: str = ""
    """The full hash of HEAD; "" if unknown."""

    def commit(self, commit: str) -> str:
        """Return the URL of a commit."""
        return f"{self.url}{self.host.commit.format(commit=commit)}" if self.url else ""

    def file(self, path: str, *, commit: str | None) -> str:
        """Return the URL of a file at `commit`; if that is None, on the branch that is published."""
        return self._view(self.host.file, path, commit)

    def history(self, path: str) -> str:
        """Return the URL of the list of a file's commits."""
        return self._view(self.host.history, path, None)

    def blame(self, path: str, *, commit: str | None) -> str:
        """Return the URL of a file with the commit that each line is from."""
        return self._view(self.host.blame, path, commit)

    def new_issue(self, title: str, body: str) -> str:
        """Return the URL of the form for a new issue, filled in with a title and a text."""
        if not self.url or not self.host.new_issue:
            return ""
        return f"{self.url}{self.host.new_issue.format(title=_in_query(title), body=_in_query(body))}"

    def edit(self, path: str) -> str:
        """Return the URL for editing a file."""
        if self.edit_base is not None:
            return f"{self.edit_base}{_quoted(path)}" if self.url and self.edit_base else ""
        branch = self.branch or (self.host.default if self.host is GITHUB else "")
        if not self.url or not branch or not self.host.edit:
            return ""
        return f"{self.url}{self.host.edit.format(branch=quote(branch), path=_quoted(path))}"

    def _view(self, form: str, path: str, commit: str | None) -> str:
        ref = self._ref(commit)
        return f"{self.url}{form.format(ref=ref, path=_quoted(path))}" if self.url and form and ref else ""

    def _ref(self, commit: str | None) -> str:
        if commit:
            return self.host.at_commit.format(commit=commit)
        if self.branch or self.host.default:
            return self.host.at_branch.format(branch=quote(self.branch or self.host.default))
        return self.host.at_commit.format(commit=self.commit_id) if self.commit_id else ""


@dataclass(frozen=True, slots=True)
class _Place:
    """A folder of the catalog whose files are in one repository."""

    folder: str
    """The folder's path in the form of components' paths, with a `/` at its end; "" for any."""
    prefix: str
    """The folder's path in the repository, with a `/` at its end; "" for its top folder."""
    repository: Repository
    files: frozenset[str] | None
    """The files in Git, relative to the folder; None if it is not known."""


@dataclass(frozen=True, slots=True)
class Repositories:
    """The repositories of a catalog. Paths are those of components: relative to the folder of `mkdocs.yml`."""

    places: tuple[_Place, ...]
    """Submodules come before the folders that they are in."""
    own: Repository
    """The repository of `mkdocs.yml`."""

    @classmethod
    def of(cls, config: Config, trees: Sequence[WorkTree] = (), site_root: Path | None = None) -> "Repositories":
        """Return the repositories of the catalog's work `trees`; `site_root` is the work tree of `mkdocs.yml`."""
        address = web_address(config.repo_url)
        if not address:
            return cls((), Repository(""))
        prefix = os.path.relpath(config.root.resolve(), site_root) if site_root else "."
        own = Repository(address, web_host(address, config.edit_uri or ""), edit_base=_edit_base(config, prefix))
        if not trees:
            inside = config.catalog_dir.resolve().is_relative_to(config.root.resolve())
            return cls((_Place("", "", own, None),) if inside and not site_root else (), own)
        start = Path(os.path.relpath(config.catalog_dir, config.root)).as_posix()
        places = (
            _place(start, tree, own if tree.root == site_root else None, site=address) for tree in reversed(trees)
        )
        return cls(tuple(places), own)

    def commit(self, commit: str, path: str | None) -> str:
        """Return the URL of a commit that changed the file."""
        place = self._of(path)
        return place[0].commit(commit) if place else ""

    def file(self, path: str | None, *, commit: str | None) -> str:
        """Return the URL of a file at `commit`; if that is None, on the branch that is published."""
        place = self._of(path)
        return place[0].file(place[1], commit=commit) if place else ""

    def history(self, path: str | None) -> str:
        """Return the URL of the list of a file's commits."""
        place = self._of(path)
        return place[0].history(place[1]) if place else ""

    def blame(self, path: str | None, *, commit: str | None) -> str:
        """Return the URL of a file with the commit that each line is from."""
        place = self._of(path)
        return place[0].blame(place[1], commit=commit) if place else ""

    def edit(self, path: str | None) -> str:
        """Return the URL for editing a file."""
        place = self._of(path)
        return place[0].edit(place[1]) if place else ""

    def new_issue(self, title: str, body: str, path: str | None) -> str:
        """Return the URL of the form for a new issue about a file, in the repository of `mkdocs.yml` about others."""
        place = self._of(path)
        return (place[0] if place else self.own).new_issue(title, body)

    def _of(self, path: str | None) -> tuple[Repository, str] | None:
        """Return the repository of a file, and its path there; None for a file that is not in Git."""
        place = next((each for each in self.places if (path or "").startswith(each.folder)), None)
        if path is None or place is None:
            return None
        name = path[len(place.folder) :]
        return (place.repository, place.prefix + name) if place.files is None or name in place.files else None


def _place(start: str, tree: WorkTree, own: Repository | None, *, site: str) -> _Place:
    folder = "/".join(filter(None, ("" if start == "." else start, tree.folder, ""))) + "/"
    if own:
        repository = Repository(own.url, own.host, tree.branch, own.edit_base, tree.commit)
    else:
        address = next(filter(None, (_remote_address(remote, site) for remote in tree.remotes)), "")
        repository = Repository(address, web_host(address), tree.branch, commit_id=tree.commit)
    return _Place(folder.replace("//", "/"), tree.prefix, repository, tree.files)


def _remote_address(remote: str, site: str) -> str:
    """Return the web address of a remote; one that begins with a dot is relative to `site` (gitsubmodules(7))."""
    return web_address(urljoin(f"{site}/", remote) if remote.startswith(("./", "../")) else remote)


def _edit_base(config: Config, prefix: str) -> str | None:
    """Return the URL before paths from the repository's top folder, from MkDocs' `edit_uri`; None without one.

    MkDocs' own ends in the path of the docs folder, to which it appends the paths of pages.
    """
    if config.edit_uri is None:
        return None
    docs = os.path.relpath(config.docs_dir or config.root, config.root)
    from_top = os.path.normpath(f"{prefix}/{docs}")
    uri = config.edit_uri.strip("/")
    if not uri:
        return ""
    whole = uri if urlsplit(uri).scheme else f"{web_address(config.repo_url)}{'' if uri[0] in '?#' else '/'}{uri}"
    for path in (from_top, docs, prefix):
        if whole.endswith((f"/{path}", f"={path}")):
            return whole.removesuffix(path)
    return f"{whole}/"


def _quoted(path: str) -> str:
    """Quote a path by its bytes in the file system, which need not be valid UTF-8."""
    return quote(os.fsencode(path))


def _in_query(text: str) -> str:
    return quote_plus(text.encode("utf-8", errors="replace"))
