"""References in templates: each printed `<% name %>`, its place, and whether it has a value."""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, count, islice
from typing import Any

from paicatalog.protocol.document import Document
from paicatalog.protocol.last_result import cache_last_result
from paicatalog.protocol.place import Place, Pointer
from paicatalog.protocol.template.check import surely_all_render
from paicatalog.protocol.template.entrypoint import auth_entries, auth_scope, role_scripts, scope
from paicatalog.protocol.template.parser import CLOSE, OPEN, TemplateError, parse_template, simple_names
from paicatalog.protocol.template.render import render_template
from paicatalog.rules.document_parts import data_of, deployment_names, job_of
from paicatalog.rules.wording import near, quote

MAXIMUM_REFERENCES = 5_000
"""Limit for one kind in one file: nobody writes so many, and each has to be looked up."""
_MAXIMUM_MISSPELLED = 50
_WORD = re.compile(r"[\w-]+")
_BEGINNING = re.compile(r"<%[^\S\n]*[^\s%<]+")
_UNKNOWN_ROOT = re.compile(r"<%\s*(\$?\w+)\s*\.\s*([\w-]+)")
ROOTS = ("$parameters", "$secrets", "$data", "$script", "$output")
"""The first parts that a reference can have."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference in a template."""

    name: str
    """As written: `$parameters.lr`."""
    tag: str
    """Including its brackets: `<% $parameters.lr %>`."""
    pointer: Pointer
    """The text that contains it."""
    role: str | None
    """The task role whose commands contain it; None in a registry login."""
    resolved: bool
    """Whether the server finds a value for it."""

    @property
    def place(self) -> Place:
        return Place(self.pointer, excerpt=self.beginning if self.unclosed else self.tag.split("\n", 1)[0])

    @property
    def beginning(self) -> str:
        """The tag up to the end of its first word: `<% $parameters.lr`."""
        match = _BEGINNING.match(self.tag)
        return match[0] if match else OPEN

    @property
    def unclosed(self) -> bool:
        """Whether it is not closed, so that it extends to the end of the next one."""
        return OPEN in self.name or "\n" in self.name

    @property
    def root(self) -> str:
        """The first part: `$parameters`."""
        return self.steps[0]

    @property
    def steps(self) -> list[str]:
        """Its parts: `$data`, `uri`, `0`."""
        return self.name.replace("[", ".").replace("]", "").split(".")


@cache_last_result
def doubtful_references(document: Document) -> tuple[Reference, ...]:
    """Return the references in the commands of a job and in registry logins, each once per place.

    Jobs in which every reference certainly has a value are skipped. So are templates that the server rejects, which
    another rule reports.
    """
    if OPEN.encode() not in document.source.content:
        return ()
    found = dict.fromkeys(islice(_in_commands(job_of(document)), MAXIMUM_REFERENCES))
    found |= dict.fromkeys(islice(_in_logins(data_of(document)), MAXIMUM_REFERENCES))
    return tuple(found)


def unreferenced(document: Document, root: str, known: Mapping[str, Any]) -> list[str]:
    """Return the names in `known` that nothing in the file refers to below `root`, neither commands nor plugins.

    A name that a misspelled reference most likely means is left out: another rule reports the reference.
    """
    text = document.source.text if known else ""
    used = frozenset(_pattern_below(root).findall(text))
    if known.keys() <= used or re.search(rf"\{root}\s*(?![\w.\s-])", text):
        return []  # Each is referred to, or something refers to all at once.
    used |= _names_below_unknown_roots(text, known, root)
    found = [name for name in known if name not in used and (_WORD.fullmatch(name) or f".{name}" not in text)]
    missing = sorted(used - known.keys())[:_MAXIMUM_MISSPELLED] if found else ()
    if len(missing) == len(found) == 1:
        return []  # The reference is most likely a new name for the other.
    misspelled = {near(name, known) for name in missing}
    return [name for name in found if name not in misspelled]


def rename(name: str, taken: Container[str], *, called: str = "it") -> str:
    """Return the hint for a parameter or secret whose name has a dot; `taken` are the names beside it, and
    `called` is what the hint calls it."""
    plain = name.replace(".", "_")
    free = next(new for new in chain([plain], (f"{plain}_{number}" for number in count(2))) if new not in taken)
    return f"Rename {called}, for example to {quote(free)}: a name with a dot cannot be referred to."


@cache
def _pattern_below(root: str) -> re.Pattern[str]:
    """Return a pattern for references below `root`."""
    return re.compile(rf"\{root}\s*\.\s*([\w-]+)")


def _names_below_unknown_roots(text: str, known: Mapping[str, Any], meant: str) -> frozenset[str]:
    """Return the names referred to below roots that do not exist, and that may be `meant` misspelled."""
    found = _UNKNOWN_ROOT.findall(text) if known else ()
    return frozenset(name for root, name in found if root not in ROOTS and near_root(root) in (meant, None))


@lru_cache(maxsize=100)
def near_root(root: str) -> str | None:
    """Return the root that `root` was most likely meant to be: `$parameters` for `parameter`."""
    dollar = f"${root.lstrip('$')}"
    return dollar if dollar in ROOTS else near(dollar, ROOTS)


def _in_commands(job: Mapping[str, Any]) -> Iterator[Reference]:
    names = deployment_names(job)
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
    """Yield (name, tag, offset, whether it has a value) of each reference."""
    resolved: dict[str, bool] = {}
    for offset, name in islice(_named(template), MAXIMUM_REFERENCES):
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
