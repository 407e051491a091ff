import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from paicatalog.protocol.component_type import ComponentType
from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place
from paicatalog.protocol.schema.prerequisite import prerequisite_schema
from paicatalog.protocol.template.parser import OPEN
from paicatalog.rules.document_parts import commands, data_of, job_of, mapping, prerequisites, strings
from paicatalog.rules.rule import MAXIMUM_FINDINGS, Group, rule
from paicatalog.rules.template_references import ROOTS, Reference, doubtful_references, near_root, rename
from paicatalog.rules.wording import listed, near, quote, suggestion

_INDEXED = re.compile(r"<%[ \t]*(\$(script|output)\.uri)(?:\[[0-9]+\]|\.[0-9]+)[ \t]*%>")
_DASHED = re.compile(r"(?=-|.*-$)-?\s*(\$[\w.\[\]]+)\s*-?")
"""A name between the dashes that some other template languages allow in a tag, as in `<%- x -%>`."""
_ASSETS = ("$data", "$script", "$output")
_MOST_PARTS = 50
"""Parts of a name with dots that are tried: each takes as long as the name."""
_MOST_RELATED = 10
_Explanation = tuple[str, str] | None
"""Message and hint; None if nothing is wrong or another rule reports it."""


@rule(Severity.WARNING, Group.TEMPLATES, texts={OPEN})
def unresolved_reference(document: Document) -> Iterator[Violation]:
    """Finds a `<% %>` that refers to something that the job does not have.

    ## Why

    OpenPAI leaves such a name in the command as it is. The shell then reads `<` and `%` as its own signs,
    and the task fails long after the job was submitted, or does something else than intended.

    Commands may refer to `$parameters`, to `$secrets`, and to the `$data`, `$script` and `$output` that
    their task role names.

    ## Example

    ```yaml
    protocolVersion: 2
    name: hello
    type: job
    prerequisites:
      - type: dockerimage
        name: python
        uri: "python:3.12-slim"
    parameters:
      epochs: 10
    taskRoles:
      main:
        dockerImage: python
        resourcePerInstance:
          cpu: 1
          memoryMB: 1024
          gpu: 0
        commands:
          - python train.py --epochs <% $parameters.epoch %>
    ```

    ## Use instead

    ```yaml
    protocolVersion: 2
    name: hello
    type: job
    prerequisites:
      - type: dockerimage
        name: python
        uri: "python:3.12-slim"
    parameters:
      epochs: 10
    taskRoles:
      main:
        dockerImage: python
        resourcePerInstance:
          cpu: 1
          memoryMB: 1024
          gpu: 0
        commands:
          - python train.py --epochs <% $parameters.epochs %>
    ```
    """
    job = data_of(document)
    grouped: dict[object, list[tuple[Reference, tuple[str, str]]]] = {}
    for reference in doubtful_references(document):
        if reference.resolved or (reference.role is None and reference.root != "$secrets"):
            continue
        explain = _explain_open if reference.unclosed else _EXPLAIN.get(reference.root, _explain_unknown)
        if len(grouped) > MAXIMUM_FINDINGS:
            break  # Searching for suggestions is slow, and no more are reported.
        if found := explain(reference, job):
            grouped.setdefault(_cause(reference, found[0], job), []).append((reference, found))
    for (first, explanation), *others in grouped.values():
        named = dict.fromkeys(_first_name(reference) for reference, _ in ((first, explanation), *others))
        related = tuple((document.source.path, each.place, "needed here too") for each, _ in others[:_MOST_RELATED])
        message, hint = explanation if len(named) == 1 or not _lacks_parameters(first, job) else _no_parameters(named)
        yield Violation(first.place, message, hint, related)
    yield from _single_characters(document)


def _cause(reference: Reference, message: str, job: Mapping[str, Any]) -> object:
    """Return the cause of an unresolved reference: those that one correction resolves are one mistake."""
    if reference.unclosed or reference.root not in ROOTS:
        return reference
    if _lacks_parameters(reference, job):
        return reference.root
    role = mapping(mapping(job.get("taskRoles")).get(reference.role or ""))
    if reference.root in _ASSETS and reference.root.removeprefix("$") not in role:
        return reference.root, reference.role
    return message


def _lacks_parameters(reference: Reference, job: Mapping[str, Any]) -> bool:
    return reference.root == "$parameters" and "parameters" not in job


def _no_parameters(names: Iterable[str]) -> tuple[str, str]:
    given = ", ".join(f"{name}: ..." for name in list(names)[:_MOST_RELATED])
    return "The job has no `parameters`, which its commands refer to.", f"Add `parameters: {{{given}}}`."


def _single_characters(document: Document) -> Iterator[Violation]:
    """Yield violations for indexed URIs of scripts and outputs: these have one URI, and an index selects a letter."""
    if not _INDEXED.search(document.source.text):
        return
    for pointer, _, found in commands(job_of(document)):
        for index, command in strings(found):
            for match in _INDEXED.finditer(command):
                message = f"{quote(match[0])} prints one letter: the `uri` of a {match[2]} is a text, not a list."
                yield Violation(Place((*pointer, index), excerpt=match[0]), message, f"Write `<% {match[1]} %>`.")


def _explain_open(reference: Reference, _: Mapping[str, Any]) -> _Explanation:
    name = reference.beginning.removeprefix(OPEN).strip()
    return f"{quote(reference.beginning)} is not closed, and goes on up to the next `%>`.", f"Close it: `<% {name} %>`."


def _explain_parameter(reference: Reference, job: Mapping[str, Any]) -> _Explanation:
    if not isinstance(job.get("parameters", {}), dict):
        return None
    known = mapping(job.get("parameters"))
    if dotted := _dotted(reference, known):
        return dotted
    name = _first_name(reference)
    if name in known:
        if known[name] is None:
            return f"The parameter {quote(name)} has no value.", 'Give it one, or text in quotes: `""`.'
        whole = f"Write `<% $parameters.{name} %>`."
        message = f"The parameter {quote(name)} has no part {quote(reference.name)}."
        return message, _part_suggestion(reference, known) if isinstance(known[name], dict) else whole
    return f"The job has no parameter {quote(name)}.", suggestion(name, known, "Add it to `parameters`.")


def _part_suggestion(reference: Reference, known: Mapping[str, Any]) -> str:
    """Return the hint for the first step of a reference that a mapping does not have."""
    for step in reference.steps[1:]:
        if step not in known:
            return suggestion(step, known, "Add it there.")
        known = mapping(known[step])
    return "Add it there."


def _explain_secret(reference: Reference, job: Mapping[str, Any]) -> _Explanation:
    """Explain a missing secret. Secrets are filled in when the job runs, but only those that it declares."""
    secrets = job.get("secrets", {})
    if job.get("type") != ComponentType.JOB or not isinstance(secrets, dict) or _reaches(secrets, reference.steps[1:]):
        return None
    if dotted := _dotted(reference, secrets):
        return dotted
    name = ".".join(reference.steps[1:])
    remedy = "Add it to `secrets`." if "." in name else f'Add `{name}: "******"` to `secrets`.'
    return f"The job has no secret {quote(name)}.", suggestion(name, secrets, remedy)


def _dotted(reference: Reference, known: Mapping[str, Any]) -> tuple[str, str] | None:
    """Explain a reference to a name with a dot in `known`, or in a mapping in it; None if there is no such name."""
    steps = reference.steps[1:]
    while steps and known:
        longest = max(str(name).count(".") for name in known) + 1
        for end in range(min(len(steps), longest, _MOST_PARTS), 1, -1):
            if (name := ".".join(steps[:end])) in known:
                inner, outer = ".".join(steps[1:end]), steps[0]
                message = f"{quote(reference.tag)} means {quote(inner)} inside {quote(outer)}, not {quote(name)}."
                return message, rename(name, known)
        known = mapping(known.get(steps.pop(0)))
    return None


def _explain_asset(reference: Reference, job: Mapping[str, Any]) -> _Explanation:
    kind = reference.root.removeprefix("$")
    role = mapping(mapping(job.get("taskRoles")).get(reference.role or ""))
    listed_items = [item for _, item in prerequisites(job) if item.get("type") == kind]
    if kind not in role:
        names = [item.get("name") for item in listed_items]
        remedy = f"Add `{kind}: {names[0]}` to the task role." if names else f"Add a prerequisite of type `{kind}`."
        return f"Task role {quote(reference.role)} names no `{kind}`, which {quote(reference.tag)} needs.", remedy
    asset = next((item for item in listed_items if item.get("name") == role[kind]), None)
    if asset is None or asset.get("uri") is None or _is_misspelled(reference, asset, kind):
        return None  # Misspelled or unresolved, which another rule reports; or filled in from the shared component.
    return _explain_part(reference, asset)


def _is_misspelled(reference: Reference, asset: Mapping[str, Any], kind: str) -> bool:
    """Return whether the component has the key referred to, but misspelled."""
    known = prerequisite_schema(ComponentType(kind))["properties"]
    name = _first_name(reference)
    return name in known and name not in asset and near(name, [key for key in asset if key not in known]) is not None


def _explain_part(reference: Reference, asset: Mapping[str, Any]) -> _Explanation:
    first, *rest = reference.steps[1:] or [""]
    if first == "uri" and rest:
        uris = asset["uri"] if isinstance(asset["uri"], list) else []
        remedy = "Write `uri`, without an index." if not uris else f"The last one is `uri[{len(uris) - 1}]`."
        return f"{quote(asset.get('name'))} has no {quote(reference.name)}.", remedy
    remedy = suggestion(first, asset)
    return f"{quote(asset.get('name'))} has no {quote(first or reference.name)}.", remedy


def _explain_unknown(reference: Reference, _: Mapping[str, Any]) -> _Explanation:
    message = f"{quote(reference.tag)} refers to nothing that commands know."
    if dashed := _DASHED.fullmatch(reference.name):
        return message, f"Write `<% {dashed[1]} %>`, without `-`."
    if found := near_root(reference.root):
        return message, f"Did you mean {quote(found)}?"
    return message, f"It begins with {listed(ROOTS)}."


def _first_name(reference: Reference) -> str:
    return reference.steps[1] if len(reference.steps) > 1 else ""


def _reaches(value: object, steps: list[str]) -> bool:
    for step in steps:
        if isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        elif isinstance(value, dict) and step in value:
            value = value[step]
        else:
            return False
    return True


_EXPLAIN = {
    "$parameters": _explain_parameter,
    "$secrets": _explain_secret,
    **dict.fromkeys(_ASSETS, _explain_asset),
}
