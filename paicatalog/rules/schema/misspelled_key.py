from collections.abc import Iterator, Mapping
from typing import Any

from paicatalog.protocol.component_type import PREREQUISITE_TYPES, TYPE_BY_NAME, ComponentType
from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Part, Place, Pointer
from paicatalog.protocol.schema.prerequisite import prerequisite_schema
from paicatalog.protocol.yaml.syntax_errors.typography import SIGNS
from paicatalog.rules.document_parts import DEFAULTS, RUNTIME_PLUGIN, assets, data_of, deployments, job_of, mapping
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import describe, near, quote

_LOGIN = frozenset(["username", "password", "registryuri"])
_DEPLOYMENT = frozenset(["protocolVersion", "name", "taskRoles"])
_EXTRAS = frozenset([RUNTIME_PLUGIN, "hivedScheduler", "gangAllocation", "jobStatusChangeNotification", "paicatalog"])
_OTHER_SETTINGS: Mapping[Pointer, tuple[str, frozenset[str]]] = {
    ("defaults",): ("extras", _EXTRAS),
    ("extras",): ("defaults", DEFAULTS),
}
"""By mapping: the other one that its keys are confused with, and the keys of that."""
_FACTS = frozenset(["tags", "summary", "license", "homepage", "citation", "deprecated", "results"])
_DEPRECATED = frozenset(["reason", "successor"])
_REQUIRED = frozenset(["name", "type", "taskRoles"])
"""If one of these is missing, the rule `missing-key` reports it and mentions the misspelled key."""
_ASSET: Mapping[ComponentType, frozenset[str]] = {
    kind: frozenset([*prerequisite_schema(kind)["properties"], "extras"]) for kind in PREREQUISITE_TYPES
}


@rule(Severity.WARNING, Group.SCHEMA)
def misspelled_key(document: Document) -> Iterator[Violation]:
    """Finds a key that is like one that OpenPAI reads, where other keys are allowed.

    ## Why

    A registry login, a deployment, a prerequisite of type `data`, `script` or `output`, `defaults` and `extras` may
    have keys of their own. OpenPAI accepts a misspelled one there and passes it over in silence, and what it was to
    say is lost.

    ## Example

    ```yaml
    protocolVersion: 2
    name: mnist
    type: data
    url:
      - https://example.com/mnist.tar.gz
    ```

    ## Use instead

    ```yaml
    protocolVersion: 2
    name: mnist
    type: data
    uri:
      - https://example.com/mnist.tar.gz
    ```
    """
    for pointer, found, known in _open_mappings(document):
        missing = known - found.keys() - _REQUIRED
        for key in [key for key in found if key not in known]:
            if hint := _remedy(pointer, key, missing):
                owner = describe(pointer) if pointer else f"the {document.type}"
                reader = "The catalog" if pointer[:2] == ("extras", "paicatalog") else "OpenPAI"
                message = f"{reader} ignores the key {quote(key)} in {owner}."
                yield Violation(Place((*pointer, key), Part.KEY), message, hint)


def _remedy(pointer: Pointer, key: str, known: frozenset[str]) -> str | None:
    """Return what to write instead of a key that OpenPAI ignores; None if it is most likely somebody's own."""
    if not SIGNS.keys().isdisjoint(key):
        return None  # Another rule reports it.
    if meant := near(key, sorted(known)):
        return f"Did you mean {quote(meant)}?"
    elsewhere, keys = _OTHER_SETTINGS.get(pointer, ("", frozenset()))
    if key in keys:
        return f"Move it to `{elsewhere}`."
    meant = near(key, sorted(keys))
    return f"Did you mean {quote(meant)}? It belongs to `{elsewhere}`." if meant else None


def _open_mappings(document: Document) -> Iterator[tuple[Pointer, Mapping[str, Any], frozenset[str]]]:
    """Yield (pointer, mapping, known keys) of each mapping that may have other keys as well."""
    job = job_of(document)
    for pointer, asset in assets(document):
        named = asset.get("type")
        kind = TYPE_BY_NAME.get(named) if isinstance(named, str) else None
        if kind is not None and kind in _ASSET and kind is not ComponentType.DOCKERIMAGE:
            yield pointer, asset, _ASSET[kind]
        if "auth" in asset:
            yield (*pointer, "auth"), mapping(asset["auth"]), _LOGIN
    for pointer, deployment in deployments(job):
        yield pointer, deployment, _DEPLOYMENT
    if "defaults" in job:
        yield ("defaults",), mapping(job["defaults"]), DEFAULTS
    if extras := mapping(data_of(document).get("extras")):
        yield ("extras",), extras, _EXTRAS
        facts = mapping(extras.get("paicatalog"))
        yield ("extras", "paicatalog"), facts, _FACTS
        yield ("extras", "paicatalog", "deprecated"), mapping(facts.get("deprecated")), _DEPRECATED
