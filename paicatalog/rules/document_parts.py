"""The parts of a document that have the types the protocol requires.

Parts of other types are left out: the rules of the schema report them, so other rules need not.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeGuard

from paicatalog.protocol.component_type import PREREQUISITE_TYPES, ComponentType
from paicatalog.protocol.dialect import Dialect
from paicatalog.protocol.document import Document
from paicatalog.protocol.last_result import cache_last_result
from paicatalog.protocol.place import Pointer

DEFAULTS = frozenset(["deployment", "virtualCluster"])
"""Keys that OpenPAI's REST server reads: `middlewares/v2/protocol.js` the deployment, `models/v2/job/k8s.js` the
cluster."""
RUNTIME_PLUGIN = "com.microsoft.pai.runtimeplugin"
_CURRENT = (Dialect.V2, Dialect.UNKNOWN)
_JOB = ComponentType.JOB
_MAXIMUM_DEPLOYMENTS = 100
_NOTHING: Mapping[str, Any] = {}


def data_of(document: Document) -> Mapping[str, Any]:
    """Return the document's mapping; {} if it has none or is written in an old dialect."""
    data = document.data
    return data if isinstance(data, dict) and document.dialect in _CURRENT else _NOTHING


@cache_last_result
def job_of(document: Document) -> Mapping[str, Any]:
    """Return the document's mapping if it describes a job, else {}."""
    data = data_of(document)
    if data.get("type") == _JOB or ("taskRoles" in data and document.type is None):
        return data
    return _NOTHING


def component_of(document: Document) -> Mapping[str, Any]:
    """Return the document's mapping if it is a component of a known type, else {}."""
    return data_of(document) if document.type is not None else _NOTHING


def mapping(value: object) -> Mapping[str, Any]:
    """Return `value` if it is a mapping, else {}."""
    return value if isinstance(value, dict) else _NOTHING


def is_whole_number(value: object) -> TypeGuard[int]:
    """Return whether `value` is a whole number."""
    return isinstance(value, int) and not isinstance(value, bool)


def items(value: object) -> Iterable[tuple[int, Any]]:
    """Return (index, item) of each item in a list; nothing for other values."""
    return enumerate(value) if isinstance(value, list) else ()


def strings(value: object) -> Iterable[tuple[int, str]]:
    """Return (index, text) of each text in a list."""
    return [(index, item) for index, item in items(value) if isinstance(item, str)]


@cache_last_result
def task_roles(job: Mapping[str, Any]) -> Sequence[tuple[str, Mapping[str, Any]]]:
    """Return (name, fields) of each task role."""
    roles = mapping(job.get("taskRoles"))
    return tuple([(name, fields) for name, fields in roles.items() if isinstance(fields, dict)])


@cache_last_result
def prerequisites(job: Mapping[str, Any]) -> Sequence[tuple[Pointer, Mapping[str, Any]]]:
    """Return (pointer, fields) of each prerequisite."""
    listed = items(job.get("prerequisites"))
    return tuple([(("prerequisites", index), item) for index, item in listed if isinstance(item, dict)])


@cache_last_result
def assets(document: Document) -> Sequence[tuple[Pointer, Mapping[str, Any]]]:
    """Return (pointer, fields) of the components that can have a URI: the embedded ones, or the file's own."""
    data = data_of(document)
    own = ((), data) if data.get("type") in PREREQUISITE_TYPES else None
    return (own, *prerequisites(data)) if own else prerequisites(data)


@cache_last_result
def addresses(document: Document) -> Sequence[tuple[Mapping[str, Any], Pointer, str]]:
    """Return (fields of the component, pointer of the URI, URI) for each URI of `assets`."""
    return tuple([(asset, (*start, *place), uri) for start, asset in assets(document) for place, uri in _uris(asset)])


def _uris(asset: Mapping[str, Any]) -> Sequence[tuple[Pointer, str]]:
    found = asset.get("uri")
    if isinstance(found, str):
        return ((("uri",), found),)
    return [(("uri", index), uri) for index, uri in strings(found)]


def deployments(job: Mapping[str, Any]) -> Sequence[tuple[Pointer, Mapping[str, Any]]]:
    """Return (pointer, fields) of each deployment."""
    listed = items(job.get("deployments"))
    return [(("deployments", index), item) for index, item in listed if isinstance(item, dict)]


def deployment_names(job: Mapping[str, Any]) -> Sequence[str]:
    """Return the names of the first deployments, as many as anyone writes."""
    return [item["name"] for _, item in deployments(job) if isinstance(item.get("name"), str)][:_MAXIMUM_DEPLOYMENTS]


@cache_last_result
def commands(job: Mapping[str, Any]) -> Sequence[tuple[Pointer, str, list[Any]]]:
    """Return (pointer, task role, list) of each list of commands, including those of deployments."""
    own = [
        (("taskRoles", role, "commands"), role, fields["commands"])
        for role, fields in task_roles(job)
        if isinstance(fields.get("commands"), list)
    ]
    return (*own, *_commands_around(job)) if "deployments" in job else tuple(own)


def _commands_around(job: Mapping[str, Any]) -> Iterator[tuple[Pointer, str, list[Any]]]:
    for pointer, deployment in deployments(job):
        for role, fields in mapping(deployment.get("taskRoles")).items():
            for key in ("preCommands", "postCommands"):
                found = mapping(fields).get(key)
                if isinstance(found, list):
                    yield (*pointer, "taskRoles", role, key), role, found


@cache_last_result
def plugins(job: Mapping[str, Any]) -> Sequence[tuple[Pointer, Mapping[str, Any]]]:
    """Return (pointer, fields) of each runtime plugin under `extras`."""
    found = mapping(job.get("extras")).get(RUNTIME_PLUGIN)
    return tuple([(("extras", RUNTIME_PLUGIN, index), item) for index, item in items(found) if isinstance(item, dict)])


def leaves(value: object, pointer: Pointer = ()) -> Iterator[tuple[Pointer, str]]:
    """Yield (pointer, text) of every text in `value`, at any depth."""
    if isinstance(value, str):
        yield pointer, value
        return
    entries = value.items() if isinstance(value, dict) else items(value)
    for step, item in entries:
        if isinstance(item, str):
            yield (*pointer, step), item
        elif isinstance(item, dict | list):
            yield from leaves(item, (*pointer, step))
