"""The web address of a repository from the URL of its remote."""

import re
from urllib.parse import quote, urlsplit

_SCP = re.compile(r"(?:[^@/:]+@)?(?P<host>\[[^\]]+\]|[^@/:]{2,}):(?P<path>(?!/?/).*)")
"""`git@host:path`, as scp has it (git-clone(1), GIT URLS). A single letter before the colon is a drive of Windows."""
_OVER_SSH = {"ssh": "https", "git+ssh": "https", "ssh+git": "https", "git": "https"}
_OVER_HTTP = ("http", "https")
_PAGES_OF = {
    "ssh.github.com": "github.com",
    "altssh.gitlab.com": "gitlab.com",
    "altssh.bitbucket.org": "bitbucket.org",
}
"""Hosts that offer SSH at the port of HTTPS -> the host of the pages."""


def web_address(remote: str) -> str:
    """Return the address of the repository's pages, without user, password and trailing slash; "" if it has none.

    A local path has none, and neither has an SSH host without a dot, which is a name in somebody's SSH configuration.
    """
    if "://" not in remote:
        found = _SCP.fullmatch(remote)
        return _from_ssh("https", found["host"], found["path"]) if found else ""
    try:
        parts = urlsplit(remote)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme in _OVER_SSH:
        return _from_ssh(_OVER_SSH[parts.scheme], host, parts.path)
    if parts.scheme not in _OVER_HTTP or not host:
        return ""
    return _address(parts.scheme, f"{_bracketed(host)}:{port}" if port else _bracketed(host), parts.path)


def _from_ssh(scheme: str, host: str, path: str) -> str:
    """Return the address for a host and a path of SSH. The port is that of SSH, so it is left out."""
    host, path = _PAGES_OF.get(host.lower(), host.lower()), path.strip("/")
    if "." not in host and not host.startswith("["):
        return ""
    if found := re.fullmatch(r"v3/([^/]+)/([^/]+)/(.+)", path):
        return _azure(host, *found.groups())
    if "bitbucket" in host and host != "bitbucket.org":
        path = f"scm/{path.removeprefix('scm/')}"
    return _address(scheme, host, path)


def _azure(host: str, organization: str, project: str, repository: str) -> str:
    """Return the address for `v3/ORGANIZATION/PROJECT/REPOSITORY` of Azure DevOps, present or former host."""
    pages = f"{organization}.visualstudio.com" if host.endswith("visualstudio.com") else f"dev.azure.com/{organization}"
    return f"https://{pages}/{_quoted(project)}/_git/{_quoted(repository)}"


def _address(scheme: str, host: str, path: str) -> str:
    """Return the address for a host and a path over HTTP. Bitbucket Data Center clones from `scm/KEY/NAME.git`."""
    named = path.strip("/").removesuffix(".git")
    if found := re.fullmatch(r"(?P<context>.*?)/?scm/(?P<owner>[^/]+)/(?P<name>[^/]+)", f"/{named}"):
        context, owner = found["context"], found["owner"]
        named = f"{context}/{'users' if owner[0] == '~' else 'projects'}/{owner.lstrip('~')}/repos/{found['name']}"
        named = named.lstrip("/")
    return f"{scheme}://{host}/{_quoted(named)}" if named else ""


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _quoted(path: str) -> str:
    return quote(path, safe="/%~+@:,")
