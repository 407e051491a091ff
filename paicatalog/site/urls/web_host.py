"""The URLs of files and commits on the hosts of repositories."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class WebHost:
    """The forms of a host's URLs, to be appended to a repository's address; "" for pages that the host lacks.

    `{ref}` stands for a commit or a branch in the form of `at_commit` or `at_branch`, `{branch}` for a branch's name.
    """

    commit: str
    file: str
    history: str
    blame: str
    edit: str
    new_issue: str
    at_commit: str = "{commit}"
    at_branch: str = "{branch}"
    default: str = "HEAD"
    """The name for the default branch, whatever it is called; "" if the host has none."""


GITHUB = WebHost(
    commit="/commit/{commit}",
    file="/blob/{ref}/{path}",
    history="/commits/{ref}/{path}",
    blame="/blame/{ref}/{path}",
    edit="/edit/{branch}/{path}",
    new_issue="/issues/new?title={title}&body={body}",
)
GITLAB = WebHost(
    commit="/-/commit/{commit}",
    file="/-/blob/{ref}/{path}",
    history="/-/commits/{ref}/{path}",
    blame="/-/blame/{ref}/{path}",
    edit="/-/edit/{branch}/{path}",
    new_issue="/-/issues/new?issue%5Btitle%5D={title}&issue%5Bdescription%5D={body}",
)
GITEA = WebHost(
    commit="/commit/{commit}",
    file="/src/{ref}/{path}",
    history="/commits/{ref}/{path}",
    blame="/blame/{ref}/{path}",
    edit="/_edit/{branch}/{path}",
    new_issue="/issues/new?title={title}&body={body}",
    at_commit="commit/{commit}",
    at_branch="branch/{branch}",
    default="",
)
"""Also Forgejo, which Codeberg runs."""
BITBUCKET = WebHost(
    commit="/commits/{commit}",
    file="/src/{ref}/{path}",
    history="/history-node/{ref}/{path}",
    blame="/annotate/{ref}/{path}",
    edit="/src/{branch}/{path}?mode=edit&at={branch}",
    new_issue="",
)
BITBUCKET_DATA_CENTER = WebHost(
    commit="/commits/{commit}",
    file="/browse/{path}?at={ref}",
    history="/commits?until={ref}&path={path}",
    blame="",
    edit="",
    new_issue="",
)
AZURE = WebHost(
    commit="/commit/{commit}",
    file="?path=/{path}&version={ref}",
    history="?path=/{path}&version={ref}&_a=history",
    blame="?path=/{path}&version={ref}&_a=blame",
    edit="",
    new_issue="",
    at_commit="GC{commit}",
    at_branch="GB{branch}",
    default="",
)
_BY_NAME: Mapping[str, WebHost] = {
    "github": GITHUB,
    "gitlab": GITLAB,
    "gitea": GITEA,
    "forgejo": GITEA,
    "codeberg": GITEA,
    "bitbucket": BITBUCKET,
}
"""A word in the name of a host -> its kind."""
_BY_EDIT_URI: Mapping[str, WebHost] = {"-/edit/": GITLAB, "_edit/": GITEA, "src/": BITBUCKET}
"""The beginning of MkDocs' `edit_uri` -> the kind of host."""


def web_host(address: str, edit_uri: str = "") -> WebHost:
    """Return the kind of host of a repository's address.

    A host whose name does not say it is known by `edit_uri`, by addresses that only one kind has, or by groups in
    groups, which only GitLab has; else it is taken for a GitHub.
    """
    parts = urlsplit(address)
    host, path = parts.hostname or "", parts.path.strip("/")
    if "/_git/" in f"/{path}":
        return AZURE
    if f"/{path}".rpartition("/repos/")[0].rpartition("/")[0].endswith(("/projects", "/users")):
        return BITBUCKET_DATA_CENTER
    named = (kind for word, kind in _BY_NAME.items() if word in host)
    told = (kind for start, kind in _BY_EDIT_URI.items() if edit_uri.lstrip("/").startswith(start))
    return next(named, None) or next(told, None) or (GITLAB if path.count("/") > 1 else GITHUB)
