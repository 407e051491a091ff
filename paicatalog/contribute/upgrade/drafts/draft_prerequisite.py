"""Conversion of the drafts' components that are not jobs: embedded in a job, or shared."""

import base64
import binascii
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from paicatalog.contribute.upgrade.deployment import commands_of
from paicatalog.contribute.upgrade.names import distinct, valid_name
from paicatalog.contribute.upgrade.note import Note
from paicatalog.contribute.upgrade.tree import (
    Entry,
    Fields,
    Items,
    Scalar,
    data_of,
    entry_of,
    fields,
    items,
    without_repeats,
)
from paicatalog.protocol.component_type import PREREQUISITE_TYPES
from paicatalog.protocol.javascript.values import js_string

COMMAND_PLUGIN = "com.microsoft.pai.runtimeplugin.cmd"
PROTOCOL_KEYS = ("protocol_version", "protocolVersion")
_RUNTIME_KEYS = ("plugin", "require", "callbacks", "failurePolicy")
_TEXT_KEYS = ("contributor", "description")


@dataclass(slots=True)
class Conversion:
    """The state of the conversion of one file."""

    notes: list[Note]
    secrets: dict[str, str] = field(default_factory=dict)
    fetched: frozenset[str] = frozenset()
    """Names of the embedded components whose commands a deployment runs."""


def head_entry(entry: Entry) -> Entry | None:
    """Return the converted entry of a key that all component types have, or None for another key."""
    if entry.key in PROTOCOL_KEYS:
        return replace(entry, key="protocolVersion", value=Scalar(2))
    if entry.key == "type":
        return entry
    if entry.key in ("version", "tag"):
        value = data_of(entry.value)
        kept = isinstance(value, str | int | float) and not isinstance(value, bool)
        return replace(entry, key="version", value=entry.value if kept else _as_text(entry.value))
    if entry.key in _TEXT_KEYS:
        return entry if isinstance(data_of(entry.value), str) else replace(entry, value=_as_text(entry.value))
    return None


def known_prerequisites(root: Fields) -> dict[tuple[str, str], Mapping[str, Any]]:
    """Return the old `prerequisites` of a job by (type, name)."""
    listed = root.get("prerequisites")
    found = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    return {(str(each.get("type")), str(each.get("name"))): each for each in found}


def new_names(known: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return new names by (type, old name)."""
    names: dict[tuple[str, str], str] = {}
    for kind in {kind for kind, _ in known}:
        own = [name for each, name in known if each == kind]
        fitted = {name: valid_name(name) for name in own}
        names |= {(kind, old): new for old, new in distinct(own, fitted).items()}
    return names


def prerequisites(node: Any, renamed: dict[tuple[str, str], str], conversion: Conversion) -> Iterator[Entry]:
    """Yield the converted `prerequisites` of a job. Those of a type unknown to protocol 2 are left out, with a note."""
    for at, entry in enumerate(items(node)):
        old = fields(entry.value)
        kind, name = old.get("type"), old.get("name")
        place = f"prerequisites.{name if isinstance(name, str) else at}"
        if kind not in PREREQUISITE_TYPES:
            conversion.notes.append(
                Note(
                    place,
                    f"Protocol 2 has no prerequisite of type `{kind}`: it is left out.",
                    f"Describe it as one of type {', '.join(PREREQUISITE_TYPES)}.",
                )
            )
            continue
        new = component(
            old, str(kind), renamed.get((str(kind), str(name)), str(name)), place, conversion, embedded=True
        )
        yield replace(entry, value=Fields(new, old.flow))


def component(
    old: Fields, kind: str, name: str, place: str, conversion: Conversion, *, embedded: bool
) -> tuple[Entry, ...]:
    """Return the converted entries of a component other than a job."""
    named = without_repeats(_protocol_and_version(old))
    found = [new for entry in named for new in _entry(entry, kind, name, place, conversion, embedded=embedded)]
    return without_repeats(entry for entry in found if not _is_null(entry))


def _protocol_and_version(old: Fields) -> Iterator[Entry]:
    """Yield the entries. In the first draft of 2019, `version` is the protocol's, and `tag` the component's."""
    first_draft = old.entry(*PROTOCOL_KEYS) is None and (old.entry("tag") or old.get("version") == 2)
    for entry in old.entries:
        yield replace(entry, key="protocolVersion") if first_draft and entry.key == "version" else entry


def _entry(
    entry: Entry, kind: str, name: str, place: str, conversion: Conversion, *, embedded: bool
) -> Iterator[Entry]:
    key = entry.key
    if new := head_entry(entry):
        yield new
    elif key == "name":
        yield renamed_entry(entry, name, f"{place}.name" if embedded else "name", conversion.notes)
    elif key == "uri":
        yield replace(entry, value=_uri(entry, kind, place, conversion.notes))
    elif key == "auth" and kind == "dockerimage":
        yield replace(entry, value=_login(fields(entry.value), place, conversion))
    elif key == "command" and kind != "dockerimage":
        if not embedded:
            yield from _as_plugin(entry)
        elif place.removeprefix("prerequisites.") not in conversion.fetched:
            why = "No task role uses it, so nothing ran its commands: they are left out."
            conversion.notes.append(Note(f"{place}.command", why, "Name it in a task role before you convert."))
    elif key in _RUNTIME_KEYS and kind != "dockerimage":
        yield entry
    elif key == "license" and not embedded:
        yield license_entry(entry)
    elif key == "extras" and not embedded:
        yield entry
    elif data_of(entry.value) is not None:
        conversion.notes.append(unknown_key_note(f"{place}.{key}" if embedded else str(key), f"a {kind}"))


def renamed_entry(entry: Entry, name: str, key: str, notes: list[Note]) -> Entry:
    """Return the entry with a new name, and add a note if the name changes."""
    old = data_of(entry.value)
    if old == name:
        return entry
    if name != str(old):
        why = f"`{old}` became `{name}`: protocol 2 takes only letters, digits, `_` and `-` in a name."
        notes.append(Note(key, why, "Use the new name wherever others refer to it."))
    return replace(entry, value=Scalar(name))


def license_entry(entry: Entry) -> Entry:
    """Return a draft's license as `extras.paicatalog.license`, where a catalog reads it. Protocol 2 has no such key."""
    return Entry("extras", Fields((entry_of("paicatalog", Fields((entry,))),)))


def unknown_key_note(key: str, what: str) -> Note:
    """Return the note for a key that protocol 2 does not have."""
    return Note(key, f"Protocol 2 has no such key in {what}: it is left out.", "Say it in `description` if it matters.")


def _uri(entry: Entry, kind: str, place: str, notes: list[Note]) -> Any:
    parts = items(entry.value)
    if kind == "data":
        return entry.value if isinstance(entry.value, Items) else Items(_split(parts))
    if not isinstance(entry.value, Items):
        return entry.value
    if len(parts) > 1:
        why = f"A {kind} has one address in protocol 2: the first of {len(parts)} stays."
        notes.append(Note(f"{place}.uri", why, "Make a prerequisite of each of the others."))
    return parts[0].value if parts else Scalar("")


def _split(parts: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Split the addresses that the drafts of 2018 allow in one text, separated by commas."""
    text = data_of(parts[0].value) if parts else None
    if not isinstance(text, str) or "," not in text:
        return parts
    return tuple(Entry(None, Scalar(each.strip())) for each in text.split(","))


def _login(auth: Fields, place: str, conversion: Conversion) -> Fields:
    entries: list[Entry] = []
    for entry in auth.entries:
        if entry.key == "credential":
            entries.extend(_decoded(str(data_of(entry.value)), place, conversion))
        else:
            entries.append(replace(entry, key={"passward": "password"}.get(str(entry.key), entry.key)))
    return Fields(without_repeats(entries))


def _decoded(credential: str, place: str, conversion: Conversion) -> Iterator[Entry]:
    """Yield the login of a Base64 `credential`, with a placeholder for the password in `secrets`.

    The password is not written in clear, since the result may end up in a log.
    """
    try:
        user = base64.b64decode(credential, validate=True).decode().strip().partition(":")[0]
    except (binascii.Error, ValueError):
        user = ""
    secret = f"{valid_name(place.rpartition('.')[2]).replace('-', '_')}_password"
    conversion.secrets[secret] = "******"
    yield entry_of("username", user)
    yield entry_of("password", f"<% $secrets.{secret} %>")
    why = f"Protocol 2 takes a password by reference to a secret: `secrets.{secret}` has a placeholder."
    remedy = "Put the password there when you submit the job (`base64 -d` shows it), never in a published file."
    conversion.notes.append(Note(f"{place}.auth.credential", why, remedy))


def _as_plugin(entry: Entry) -> Iterator[Entry]:
    """Yield a plugin that runs the commands of a shared component in each job that lists it in `prerequisites`."""
    callback = {"event": "taskStarts", "commands": Items(commands_of(entry.value))}
    yield entry_of("plugin", COMMAND_PLUGIN)
    yield replace(entry_of("callbacks", [callback]), above=entry.above)


def _is_null(entry: Entry) -> bool:
    return data_of(entry.value) is None


def _as_text(node: Any) -> Scalar:
    value = data_of(node)
    if value is None:
        return Scalar(None)
    source = node.source if isinstance(node, Scalar) else None
    return Scalar(source if source else js_string(value))
