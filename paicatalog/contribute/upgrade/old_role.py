"""Conversion of what task roles of all old dialects share: names, ports, completion, retries; and common notes."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from paicatalog.contribute.upgrade.names import distinct, valid_identifier
from paicatalog.contribute.upgrade.note import ConversionError, Note
from paicatalog.contribute.upgrade.tree import Entry, Fields, Scalar, data_of, fields, items

COUNTS = {"minFailedTaskCount": "minFailedInstances", "minSucceededTaskCount": "minSucceededInstances"}


def listed_roles(entry: Entry | None, *name_keys: str) -> dict[str, Entry]:
    """Return the entries of task roles, given as a list or a mapping, by old name.

    In a list, the name is the value of the first of `name_keys` that an item has; its comments move to the item.
    Raises ConversionError if an item is not a mapping or two have the same name.
    """
    if entry is None:
        return {}
    if isinstance(entry.value, Fields):
        return {str(each.key): each for each in entry.value.entries}
    found: dict[str, Entry] = {}
    for at, each in enumerate(items(entry.value)):
        named = fields(each.value).entry(*name_keys) or Entry(None, Scalar(f"role_{at}"))
        name = str(data_of(named.value))
        if not isinstance(each.value, Fields):
            raise ConversionError(f"item {at + 1} of `{entry.key}` is no mapping")
        if name in found:
            raise ConversionError(f"two items of `{entry.key}` have the name `{name}`")
        found[name] = replace(each, above=(*each.above, *named.above), beside=each.beside or named.beside)
    return found


def role_names(old: list[str], notes: list[Note]) -> dict[str, str]:
    """Return the new names of task roles by old name, and add a note for each change.

    Raises ConversionError for names that are not unique or have no letter or digit.
    """
    for name in old:
        if not valid_identifier(name).strip("_"):
            raise ConversionError(f"the task role name `{name}` has no letter or digit to make a name of")
        if old.count(name) > 1:
            raise ConversionError(f"two task roles have the name `{name}`")
    names = distinct(old, {name: valid_identifier(name) for name in old})
    for name, new in names.items():
        if name != new:
            why = f"`{name}` became `{new}`: protocol 2 takes only letters, digits and `_`, no digit first."
            remedy = f"Where programs use the name (host `{name}-0`, variables `PAI_..._{name}`), use the new one."
            notes.append(Note(f"taskRoles.{name}", why, remedy))
    return names


def ports(entry: Entry, role: str, notes: list[Note]) -> Entry | None:
    """Return the entry `ports` for an old `portList`, or None if it has no labels."""
    listed = [(each, fields(each.value)) for each in items(entry.value)]
    labels = [str(found.get("label")) for _, found in listed if found.get("label") is not None]
    names = distinct(labels, {label: valid_identifier(label) or "port" for label in labels})
    new = [
        replace(each, key=names[str(found.get("label"))], value=Scalar(_count(found.get("portNumber"))))
        for each, found in listed
        if found.get("label") is not None
    ]
    for _, found in listed:
        _note_port(found, role, names, notes)
    return replace(entry, key="ports", value=Fields(tuple(new))) if new else None


def _count(number: Any) -> Any:
    return 1 if number is None else number


def _note_port(port: Fields, role: str, names: dict[str, str], notes: list[Note]) -> None:
    label, first = str(port.get("label")), port.get("beginAt")
    key = f"taskRoles.{role}.portList.{label}"
    if first not in (None, 0):
        why = f"The cluster chooses ports in protocol 2: that they begin at {first} is left out."
        notes.append(
            Note(f"{key}.beginAt", why, f"Read them from `$PAI_CONTAINER_HOST_{names.get(label, label)}_PORT_LIST`.")
        )
    if names.get(label, label) != label:
        why = f"The label became `{names[label]}`: protocol 2 takes only letters, digits and `_`, no digit first."
        notes.append(Note(key, why, "Programs that read variables with the old label need the new one."))


def completion(entries: Iterator[Entry] | tuple[Entry, ...]) -> Entry | None:
    """Return the entry `completion` for entries with the old counts, or None if none is to be set."""
    new = [count for entry in entries if (count := completion_count(entry))]
    return Entry("completion", Fields(tuple(new))) if new else None


def completion_count(entry: Entry) -> Entry | None:
    """Return the converted entry of an old count, or None if it equals the default.

    In the old dialects, null failures mean that failures do not end the job; protocol 2 has -1 for this.
    """
    key = COUNTS.get(str(entry.key), entry.key)
    if data_of(entry.value) is not None:
        return replace(entry, key=key)
    return replace(entry, key=key, value=Scalar(-1)) if key == "minFailedInstances" else None


def retries(entry: Entry, notes: list[Note]) -> Entry | None:
    """Return the entry `jobRetryCount` for an old `retryCount`. A negative (unlimited) one gets a note instead."""
    value = data_of(entry.value)
    if value is None:
        return None
    if isinstance(value, int) and value < 0:
        why = f"{value} asked for retries without end; protocol 2 counts them from 0."
        notes.append(Note(str(entry.key), why, "Set `jobRetryCount` to as many retries as you want."))
        return None
    return replace(entry, key="jobRetryCount")


def filled_note(key: str, old: Any, value: Any) -> Note:
    """Return the note for a replaced reference where protocol 2 allows only a number."""
    why = f"`{old}` became {value}: protocol 2 takes no reference there, so the parameter no longer sets it."
    return Note(key, why, "Change the number in the task role when you need another one.")


def unresolved_note(key: str, written: str) -> Note:
    """Return the note for an unresolved reference in a command."""
    why = f"`{written}` in a command names nothing: it stays as it is."
    return Note(key, why, "Correct the name, or write `<% $parameters.NAME %>`.")


def unset_variable_note(key: str, name: str) -> Note:
    """Return the note for an old environment variable without a replacement."""
    return Note(key, f"Nothing sets the variable `{name}` any more.", f"Export it in a command: `export {name}=...`.")


def completed_tasks_note(number: Any) -> Note:
    """Return the note for a `killAllOnCompletedTaskNumber` that no task role's `completion` can express."""
    why = f"Protocol 2 cannot end a job when {number} tasks of any role have completed: it is left out."
    remedy = "Set `completion.minSucceededInstances` of the task role that decides."
    return Note("killAllOnCompletedTaskNumber", why, remedy)


def gpu_type_note(value: Any, key: str = "gpuType") -> Note:
    """Return the note for the GPU type that a job requested."""
    why = f"Protocol 2 has no key for the kind of GPU (`{value}`): it is left out."
    remedy = "On a cluster with the hived scheduler set `extras.hivedScheduler.taskRoles.ROLE.skuType`."
    return Note(key, why, remedy)


def without_empty_optionals(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Return a job's entries without empty optional ones, which protocol 2 rejects."""
    optional = ("prerequisites", "parameters", "secrets", "deployments", "defaults", "extras", "jobRetryCount")
    return tuple(entry for entry in entries if not (entry.key in optional and data_of(entry.value) in (None, {}, [])))
