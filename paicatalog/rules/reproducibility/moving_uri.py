import re
from collections.abc import Iterator, Mapping
from typing import Any

from paicatalog.protocol.component_type import ComponentType
from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place, Pointer
from paicatalog.rules.document_parts import addresses
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote

_TYPES = (ComponentType.DATA, ComponentType.SCRIPT)
_NAMES = r"(?P<branch>refs/heads/[^/?#]+?|main|master|HEAD|develop|dev|trunk)(?=[/?#]|\.zip|\.tar|$)"
_HOSTS = r"(?:huggingface\.co|github\.com|codeload\.github\.com|gitlab\.[\w.-]+|bitbucket\.org|codeberg\.org)"
_BRANCH = re.compile(
    rf"https?://(?:(?:www\.)?{_HOSTS}/\S+?/(?:resolve|raw|blob|tree|archive|src|src/branch|zip|tar\.gz|legacy\.zip)/"
    rf"|raw\.githubusercontent\.com/[^/\s]+/[^/\s]+/){_NAMES}"
)
_LATEST = re.compile(r"(?<=[/_.-])(?:latest|nightly)(?=[/_.?-]|$)")


@rule(Severity.NOTE, Group.REPRODUCIBILITY)
def moving_uri(document: Document) -> Iterator[Violation]:
    """Finds data or a script at an address that follows a branch, or whatever is the latest.

    ## Why

    What `main` or `latest` holds changes, and with it what the job computes; nobody sees it from the file. An
    address with a commit, a tag or a number stays what it is.

    ## Example

    ```yaml
    protocolVersion: 2
    name: squad
    type: data
    uri:
      - https://huggingface.co/datasets/rajpurkar/squad/resolve/main/train.json
    ```

    ## Use instead

    ```yaml
    protocolVersion: 2
    name: squad
    type: data
    uri:
      - https://huggingface.co/datasets/rajpurkar/squad/resolve/7b6d24c4/train.json
    ```
    """
    moving: dict[Pointer, list[tuple[Mapping[str, Any], Pointer, tuple[str, str, str]]]] = {}
    for asset, pointer, uri in addresses(document):
        if asset.get("type") in _TYPES and (found := _moving(uri)):
            moving.setdefault(pointer[: pointer.index("uri")], []).append((asset, pointer, found))
    for (asset, pointer, (what, excerpt, other)), *others in moving.values():
        which = f"{len(others) + 1} addresses" if others else "The address"
        message = (
            f"{which} of the {asset['type']} {quote(asset.get('name'))} {'follow' if others else 'follows'} {what}."
        )
        hint = f"Write {other} in place of {quote(excerpt.strip('/'))}."
        yield Violation(Place(pointer, excerpt=excerpt), message, hint)


def _moving(uri: str) -> tuple[str, str, str] | None:
    """Return what a URI follows, the text that shows it, and what to write instead; None if it is fixed."""
    if match := _BRANCH.match(uri):
        return f"the branch {quote(match['branch'])}", uri[match.start("branch") - 1 : match.end()], "a commit or a tag"
    if ("latest" in uri or "nightly" in uri) and (match := _LATEST.search(uri)):
        return "whatever is the latest", match[0], "the number of a version"
    return None
