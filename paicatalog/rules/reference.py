"""What templates refer to: every printed `<% name %>`, where it stands, and what it may name there."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from paicatalog.protocol.document import Document
from paicatalog.protocol.entrypoint import auth_entries, auth_scope, role_scripts, scope
from paicatalog.protocol.place import Place, Pointer
from paicatalog.protocol.template import render_template
from paicatalog.protocol.template_check import surely_all_render
from paicatalog.protocol.template_parser import CLOSE, OPEN, TemplateError, parse_template, simple_names
from paicatalog.rules.parts import data_of, deployments, job_of
from paicatalog.rules.wording import near

_MAXIMUM_MISSPELLED = 100
_WORD = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class Reference:
    """A name in a template."""

    name: str
    """As written: `$parameters.lr`."""
    tag: str
    """With its brackets: `<% $parameters.lr %>`."""
    pointer: Pointer
    """The text that it stands in."""
    role: str | None
    """The task role whose commands they are; None in a registry login."""
    resolved: bool
    """Whether the server finds a value for it."""

    @property
    def place(self) -> Place:
        return Place(self.pointer, excerpt=self.tag.split("\n", 1)[0])

    @property
    def root(self) -> str:
        """What it begins with: `$parameters`."""
        return self.steps[0]

    @property
    def steps(self) -> list[str]:
        """Its parts: `$data`, `uri`, `0`."""
        return self.name.replace("[", ".").replace("]", "").split(".")


def doubtful_references(document: Document) -> tuple[Reference, ...]:
    """Return what the server looks up in the commands of a job and in registry logins, each once at a place.

    Left out are jobs of which every name surely has a value, and templates that the server refuses, which is a
    finding of its own.
    """
    if OPEN.encode() not in document.source.content:
        return ()
    found = dict.fromkeys(_in_commands(job_of(document)))
    found |= dict.fromkeys(_in_logins(data_of(document)))
    return tuple(found)


def unreferenced(document: Document, root: str, known: Mapping[str, Any]) -> list[str]:
    """Return the names in `known` that nothing in the file refers to below `root`, be it in a command or a plugin.

    Left out is what a reference most likely meant, but misspelled: that is a finding of its own.
    """
    text = document.source.text if known else ""
    if re.search(rf"\{root}\s*(?![\w.\s-])", text):
        return []  # Somewhere all of them are referred to at once.
    used = frozenset(re.findall(rf"\{root}\s*\.\s*([\w-]+)", text))
    found = [name for name in known if name not in used and (_WORD.fullmatch(name) or f".{name}" not in text)]
    missing = sorted(used - known.keys())[:_MAXIMUM_MISSPELLED] if found else ()
    meant = {near(name, known) for name in missing}
    return [name for name in found if name not in meant]


def _in_commands(job: Mapping[str, Any]) -> Iterator[Reference]:
    names = [item["name"] for _, item in deployments(job) if isinstance(item.get("name"), str)]
    if not names and surely_all_render(job):
        return
    for deployment in (None, *names):
        for role, script in role_scripts(job, deployment=deployment).items():
            if OPEN in script.text:
                for name, tag, offset, resolved in _in_template(script.text, scope(job, role)):
                    yield Reference(name, tag, script.pointer_at(offset), role, resolved)


def _in_logins(data: Mapping[str, Any]) -> Iterator[Reference]:
    names = auth_scope(data, masked=False)
    for _, _, template, pointer in auth_entries(data):
        if isinstance(template, str) and OPEN in template:
            for name, tag, _, resolved in _in_template(template, names):
                yield Reference(name, tag, pointer, None, resolved)


def _in_template(template: str, names: Mapping[str, object]) -> Iterator[tuple[str, str, int, bool]]:
    """Yield name, tag, offset and whether there is a value for it."""
    resolved: dict[str, bool] = {}
    for offset, name in _named(template):
        tag = template[offset : template.find(CLOSE, offset) + len(CLOSE)]
        if tag not in resolved:
            resolved[tag] = _has_value(tag, names)
        yield name, tag, offset, resolved[tag]


def _named(template: str) -> list[tuple[int, str]]:
    if (simple := simple_names(template)) is not None:
        return simple
    try:
        return [(token.offset, token.text) for token in parse_template(template) if token.named]
    except TemplateError:
        return []


def _has_value(tag: str, names: Mapping[str, object]) -> bool:
    try:
        return all(segment.resolved for segment in render_template(tag, names))
    except TemplateError:
        return True
