"""How a rule is declared: one decorated function in one file, whose docstring is its page."""

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum, StrEnum
from typing import Any

from paicatalog.catalog.catalog import Catalog
from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.problem import ProblemKind

_PROBLEMS = frozenset(kind.value for kind in ProblemKind)

MAXIMUM_FINDINGS = 100
"""Of one rule in one file: more help nobody, and a file made to have a million of them must not take all day."""


class Scope(Enum):
    """What a rule looks at."""

    FILE = "file"
    """One document by itself."""
    CATALOG = "catalog"
    """All files and how they belong together."""


class Group(StrEnum):
    """What a rule is about, in the order of the index of rules."""

    READING = "reading"
    SCHEMA = "schema"
    REFERENCES = "references"
    TEMPLATES = "templates"
    PUBLISHING = "publishing"
    REPRODUCIBILITY = "reproducibility"
    PORTABILITY = "portability"
    RESOURCES = "resources"
    PLUGINS = "plugins"
    COMMANDS = "commands"
    CATALOG = "catalog"


ABOUT_JOBS = frozenset({Group.RESOURCES, Group.PLUGINS, Group.COMMANDS})
"""Groups whose rules have nothing to say of other components."""

DocumentCheck = Callable[[Document], Iterator[Violation]]
CatalogCheck = Callable[[Catalog], Iterator[tuple[str, Violation]]]
"""Yields the path of a file and what is wrong in it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is looked for."""

    id: str
    """Kebab-case; it names the bad thing, so that `--ignore ID` reads well."""
    severity: Severity
    group: Group
    scope: Scope
    check: Callable[..., Iterator[Any]]
    """A `DocumentCheck` or a `CatalogCheck`, as `scope` says."""
    words_problem: bool = False
    """Whether it words a kind of `Problem`, and so has nothing to say of a file that has none."""
    keys: frozenset[str] = frozenset()
    """A sound file that has none of these keys is one that the rule has nothing to say of; empty: it may be any."""
    texts: tuple[bytes, ...] = ()
    """As `keys`, of what stands in the bytes of a file."""

    @property
    def summary(self) -> str:
        """What it finds, in one line."""
        return " ".join(self._text.split("\n\n", 1)[0].split())

    @property
    def page(self) -> str:
        """The rule's page as Markdown, beginning with its heading."""
        facts = f"*{self.severity.capitalize()} · {self.group}*"
        return f"# {self.id}\n\n{facts}\n\n{self._text}\n\n{_turn_off(self.id, self.severity)}\n"

    @property
    def _text(self) -> str:
        return inspect.cleandoc(self.check.__doc__ or "")


def rule(
    severity: Severity, group: Group, *, keys: Iterable[str] = (), texts: Iterable[str] = ()
) -> Callable[[DocumentCheck], Rule]:
    """Make a rule of a function that looks at one document.

    Its name becomes the id. Its docstring is the page: the first paragraph says what the rule finds; then come
    the sections `## Why`, `## Example` and `## Use instead`, the last two with a block of YAML.

    A sound file that has none of the `keys`, or none of the `texts`, is one that the rule has nothing to say of: so
    most rules need not look at most files.
    """
    return lambda check: replace(
        _make(check, severity, group, Scope.FILE),
        keys=frozenset(keys),
        texts=tuple(text.encode() for text in texts),
    )


def catalog_rule(severity: Severity, group: Group) -> Callable[[CatalogCheck], Rule]:
    """Make a rule of a function that looks at the whole catalog.

    As `rule`; each block of YAML in an example is a file, whose path stands in a comment on its first line.
    """
    return lambda check: _make(check, severity, group, Scope.CATALOG)


def _make(check: Callable[..., Iterator[Any]], severity: Severity, group: Group, scope: Scope) -> Rule:
    name = check.__name__.replace("_", "-")
    return Rule(name, severity, group, scope, check, words_problem=name in _PROBLEMS)


def _turn_off(name: str, severity: Severity) -> str:
    failing = {
        Severity.ERROR: "An error fails `paicatalog validate`.",
        Severity.WARNING: "A warning fails `paicatalog validate --strict` only.",
        Severity.NOTE: "A note never fails `paicatalog validate`.",
    }
    command = f"```sh\npaicatalog validate --ignore {name}\n```"
    everywhere = (
        f"Everywhere, write `{name}: off` (or another severity) below `severity:` of the plugin in `mkdocs.yml`."
    )
    here = f"For one place, write `# paicatalog: ignore {name} -- reason` above it, or at the end of its line."
    return f"## How to turn it off\n\n{failing[severity]} For one run:\n\n{command}\n\n{everywhere} {here}"
