import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from paicatalog.catalog.catalog import Catalog
from paicatalog.catalog.component import Component
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place
from paicatalog.rules.publishing.look_alikes import look
from paicatalog.rules.publishing.named_places import place_of
from paicatalog.rules.rule import Group, catalog_rule
from paicatalog.rules.wording import quote

_WHOLE_FILE = Place((), line=1, column=1)


@dataclass(frozen=True, slots=True)
class _Name:
    text: str
    what: str
    """What is so called, for a message."""
    path: str
    place: Place


@catalog_rule(Severity.WARNING, Group.PUBLISHING)
def name_clash(catalog: Catalog) -> Iterator[tuple[str, Violation]]:
    """Finds two names that differ only in case, or in characters that look the same.

    ## Why

    Windows and macOS do not tell `MNIST` from `mnist`: of two such files a clone has only one, and of two such
    components the site has only one page. Readers tell them apart no better, and a Cyrillic letter in place of an `a`
    not at all: whoever adds such a name may want theirs to be taken for the other. The rule compares the names of
    components of one type, the versions of a component, and the names of files and folders.

    ## Example

    ```yaml
    # catalog/data/mnist.yaml
    protocolVersion: 2
    name: mnist
    type: data
    uri:
      - https://example.com/mnist.tar.gz
    ```

    ```yaml
    # catalog/data/small.yaml
    protocolVersion: 2
    name: MNIST
    type: data
    uri:
      - https://example.com/small.tar.gz
    ```

    ## Use instead

    ```yaml
    # catalog/data/mnist.yaml
    protocolVersion: 2
    name: mnist
    type: data
    uri:
      - https://example.com/mnist.tar.gz
    ```

    ```yaml
    # catalog/data/small.yaml
    protocolVersion: 2
    name: mnist-small
    type: data
    uri:
      - https://example.com/small.tar.gz
    ```
    """
    reported: set[tuple[str, str]] = set()
    for first, second in _clashes((*_components(catalog), *_paths(catalog))):
        if first.path != second.path and (first.path, second.path) in reported:
            continue
        reported.add((first.path, second.path))
        message = f"The {second.what} {quote(second.text)} {_difference(first.text, second.text)}."
        hint = f"Rename one of the two, or write both as {quote(first.text)} if they are the same."
        yield second.path, Violation(second.place, message, hint, ((first.path, first.place, "the other one"),))


def _components(catalog: Catalog) -> Iterator[tuple[tuple[str, ...], _Name]]:
    """Yield the names and versions of components, each with what it must differ in from others."""
    placed = ((component, *place_of(component, catalog)) for component in catalog.components)
    for component, path, place in sorted(placed, key=lambda each: each[1]):
        yield ("name", component.type, look(component.name)), _Name(component.name, component.type, path, place)
        if component.version:
            scope = ("version", component.type, component.name, look(component.version))
            yield scope, _Name(component.version, "version", path, _version_place(component, place))


def _version_place(component: Component, place: Place) -> Place:
    return Place(("version",)) if component.path else place


def _paths(catalog: Catalog) -> Iterator[tuple[tuple[str, ...], _Name]]:
    """Yield the names of files and folders."""
    seen: set[str] = set()
    for document in catalog.documents:
        path = document.source.path
        whole, above = path, ""
        while whole and whole not in seen:
            seen.add(whole)
            above, _, name = whole.rpartition("/")
            what = "file" if whole == path else "folder"
            yield ("path", above, look(name)), _Name(name, f"{what} name", path, _WHOLE_FILE)
            whole = above


def _clashes(names: Iterable[tuple[tuple[str, ...], _Name]]) -> Iterator[tuple[_Name, _Name]]:
    """Yield each name that is not the first of its scope, with the first."""
    first: dict[tuple[str, ...], _Name] = {}
    known: set[tuple[tuple[str, ...], str]] = set()
    for scope, name in names:
        if (scope, name.text) in known:
            continue
        known.add((scope, name.text))
        if first.setdefault(scope, name) is not name:
            yield first[scope], name


def _difference(first: str, second: str) -> str:
    """Return what makes `second` another name than `first`, for a message."""
    if first.lower() == second.lower():
        return f"differs from {quote(first)} only in case"
    if (normal := unicodedata.normalize("NFC", second)) == unicodedata.normalize("NFC", first):
        return f"differs from {quote(first)} only in the form of its characters (NFC or NFD)"
    foreign = [char for char in normal if not char.isascii() and char not in first] or [normal[:1]]
    named = f"U+{ord(foreign[0]):04X} {unicodedata.name(foreign[0], '')}".rstrip()
    return f"looks like {quote(first)}, but contains {named}"
