import re
from collections.abc import Iterator

from paicatalog.catalog.catalog import Catalog
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place
from paicatalog.rules.publishing.named_places import place_of
from paicatalog.rules.rule import Group, catalog_rule
from paicatalog.rules.wording import escape_controls, quote

_DEVICE = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])(?: *\..*| +)?", re.I | re.S
)
_REFUSED = re.compile(r'[<>:"|?*\\\x00-\x1f]')
_NOT_UTF_8 = re.compile("[\udc80-\udcff]")
"""Bytes of a name that Python could not decode (PEP 383)."""
_LONGEST_NAME = 255
"""Bytes. Linux takes no more; Windows and macOS take as many characters."""
_LONGEST_PATH = 200
"""Characters. Windows opens paths of at most 259, of which some are those of the folder that the repository is in."""


@catalog_rule(Severity.WARNING, Group.PUBLISHING)
def unportable_name(catalog: Catalog) -> Iterator[tuple[str, Violation]]:
    r"""Finds a name that a file or folder cannot have on other systems.

    ## Why

    Git cannot check out a repository on Windows in which a file is called `aux.yaml` or `a:b.yaml`. The names and
    versions of components are folders of the site. Windows has names of devices (`con`, `prn`, `aux`, `nul`, `com1`,
    `lpt1` and so on, whatever follows a dot), takes none of `< > : " | ? * \` and control characters, and drops a dot
    or a space at the end. It opens no path of more than 259 characters, and no system has names of more than 255. Names
    are Unicode there and on macOS: one whose bytes are not UTF-8 is none.

    ## Example

    ```yaml
    # catalog/data/aux.yaml
    protocolVersion: 2
    name: auxiliary-losses
    type: data
    uri:
      - https://example.com/losses.tar.gz
    ```

    ## Use instead

    ```yaml
    # catalog/data/auxiliary-losses.yaml
    protocolVersion: 2
    name: auxiliary-losses
    type: data
    uri:
      - https://example.com/losses.tar.gz
    ```
    """
    yield from _of_paths(catalog)
    for component in catalog.components:
        path, place = place_of(component, catalog)
        if _DEVICE.fullmatch(component.name):
            message = f"The {component.type} {quote(component.name)} is called like a device of Windows."
            yield path, Violation(place, message, "Write a longer name.")
        elif component.version and _DEVICE.fullmatch(component.version):
            message = f"The version {quote(component.version)} is called like a device of Windows."
            yield path, Violation(Place(("version",)) if component.path else place, message, "Write a number instead.")


def _of_paths(catalog: Catalog) -> Iterator[tuple[str, Violation]]:
    """Yield what is wrong with the name of each file and folder, once for each folder."""
    seen: set[str] = set()
    for document in catalog.documents:
        path = document.source.path
        whole = path
        while whole and whole not in seen:
            seen.add(whole)
            above, _, name = whole.rpartition("/")
            if reason := _reason(name):
                what = "file" if whole == path else "folder"
                hint = f"Rename the {what}: letters, digits, `-`, `_` and inner dots are safe."
                yield path, _violation(f"The {what} name {quote(escape_controls(name))} {reason}.", hint)
            whole = above
        if len(path) > _LONGEST_PATH:
            message = f"The path of the file has {len(path)} characters, and Windows opens none of more than 259."
            yield path, _violation(message, f"Rename the file or its folders: {_LONGEST_PATH} characters are safe.")


def _violation(message: str, hint: str) -> Violation:
    return Violation(Place((), line=1, column=1), message, hint)


def _reason(name: str) -> str:
    """Return why Windows cannot have a file of this name; "" if it can."""
    if name in (".", ".."):
        return ""
    if _DEVICE.fullmatch(name):
        return "is that of a device of Windows"
    if found := _REFUSED.search(name):
        return f"contains {quote(escape_controls(found[0]))}, which Windows does not allow"
    if name.endswith((".", " ")):
        return "ends in a dot or a space, which Windows drops"
    return _byte_reason(name)


def _byte_reason(name: str) -> str:
    """Return what is wrong with the bytes of a name; "" if nothing is."""
    if _NOT_UTF_8.search(name):
        return "is not UTF-8, which macOS and Windows do not allow"
    if len(name.encode("utf-8", "surrogateescape")) > _LONGEST_NAME:
        return f"is longer than {_LONGEST_NAME} bytes"
    return ""
