"""A job's file with other parameter values and another deployment, as chosen in the form on the job's page.

`FilledFile` in `site/assets/component/parameter_form.js` fills in parameters with exactly the same text.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from yaml.nodes import MappingNode, Node

from paicatalog.protocol.edit.parameter_place import ParameterPath, parameter_places
from paicatalog.protocol.edit.yaml_edit import Edit, edit_or_dump, entry_edit, find_entry, scalar_edit
from paicatalog.protocol.edit.yaml_scalar import scalar_kind, yaml_scalar
from paicatalog.protocol.javascript.values import js_string
from paicatalog.protocol.yaml.nodes import compose_yaml


def filled_file(
    text: str, data: Mapping[str, Any], *, parameters: Mapping[str, object], deployment: str | None = None
) -> str:
    """Return the file of a job, `text` with line feeds only and with the data `data`, with other values.

    `parameters` replace or extend the job's own. Comments, order and quotes are kept; if a value cannot be replaced in
    its place (an anchor that others use), the data of the whole file is dumped instead.
    """
    wanted = chosen_data(data, parameters=parameters, deployment=deployment)
    edits = tuple(filling_edits(text, data, parameters=parameters, deployment=deployment))
    return text if not edits and wanted == data else edit_or_dump(text, edits, wanted)


def chosen_data(
    data: Mapping[str, Any], *, parameters: Mapping[str, object], deployment: str | None = None
) -> dict[str, Any]:
    """Return a job's data with the chosen parameters and deployment."""
    chosen = dict(data)
    if parameters:
        chosen["parameters"] = {**(data.get("parameters") or {}), **parameters}
    if deployment is not None:
        chosen["defaults"] = {**(data.get("defaults") or {}), "deployment": deployment}
    return chosen


def filling_edits(
    text: str, data: Mapping[str, Any], *, parameters: Mapping[str, object], deployment: str | None = None
) -> Iterator[Edit]:
    """Yield the edits that `filled_file` makes."""
    if parameters:
        yield from _parameter_edits(text, data, parameters)
    if deployment is not None and _deployment(data) != deployment:
        yield from _deployment_edits(text, deployment)


def _parameter_edits(text: str, data: Mapping[str, Any], parameters: Mapping[str, object]) -> Iterator[Edit]:
    for place in parameter_places(text, data):
        if place.extent is None or place.path[0] not in parameters:
            continue
        chosen = _value_at(parameters, place.path)
        if scalar_kind(chosen) != "other" and not _same(chosen, place.value):
            start, end = place.extent
            yield Edit(start, end, yaml_scalar(chosen, text[start:end]))


def _deployment_edits(text: str, name: str) -> Iterator[Edit]:
    root = compose_yaml(text)
    if not isinstance(root, MappingNode):
        return
    if found := find_entry(root, "defaults"):
        yield from _defaults_edits(text, found[1], name)
    elif root.flow_style:
        yield from entry_edit(root, "defaults", f"{{deployment: {yaml_scalar(name)}}}")
    else:
        line_break = "" if text.endswith("\n") else "\n"
        yield Edit(len(text), len(text), f"{line_break}defaults:\n  deployment: {yaml_scalar(name)}\n")


def _defaults_edits(text: str, defaults: Node, name: str) -> Iterator[Edit]:
    if found := find_entry(defaults, "deployment"):
        yield from scalar_edit(text, found[1], name)
    else:
        yield from entry_edit(defaults, "deployment", yaml_scalar(name))


def _deployment(data: Mapping[str, Any]) -> object:
    defaults = data.get("defaults")
    return defaults.get("deployment") if isinstance(defaults, Mapping) else None


def _value_at(value: object, path: ParameterPath) -> object:
    """Return the value at a path; an empty list, which cannot be typed into the form, if there is none."""
    for step in path:
        if isinstance(value, Mapping) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return []
    return value


def _same(one: object, other: object) -> bool:
    return scalar_kind(one) == scalar_kind(other) and js_string(one) == js_string(other)
