"""Declaration of rules. Each is a decorated function in a module of its own, whose docstring is its page."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum, StrEnum
from typing import Any

from paicatalog.catalog.catalog import Catalog
from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.problem import ProblemKind
from paicatalog.rules.docstring import docstring

_PROBLEMS = frozenset(kind.value for kind in ProblemKind)

MAXIMUM_FINDINGS = 100
"""Limit for one rule in one file: more do not help, and a file crafted to have a million must not take hours."""


class Scope(Enum):
    """The input of a rule."""

    FILE = "file"
    """A single document."""
    CATALOG = "catalog"
    """All files and the links between them."""


class Group(StrEnum):
    """Subjects of rules, in the order of the index of rules."""

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
"""Groups whose rules apply to jobs only."""

DocumentCheck = Callable[[Document], Iterator[Violation]]
CatalogCheck = Callable[[Catalog], Iterator[tuple[str, Violation]]]
"""Yields (path of a file, violation)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A check, with its id and settings."""

    id: str
    """Kebab-case; names the mistake, so that `--ignore ID` reads well."""
    severity: Severity
    group: Group
    scope: Scope
    check: Callable[..., Iterator[Any]]
    """A `DocumentCheck` or a `CatalogCheck`, depending on `scope`."""
    reports_problem: bool = False
    """Whether it reports a kind of `Problem`, and thus finds nothing in a file without problems."""
    keys: frozenset[str] = frozenset()
    """The rule finds nothing in a file without problems that has none of these keys. Empty for no restriction."""
    texts: tuple[bytes, ...] = ()
    """Like `keys`, for byte strings in the content of a file."""

    @property
    def summary(self) -> str:
        """What it finds: the first paragraph of the page, on one line."""
        return " ".join(self._text.split("\n\n", 1)[0].split())

    @property
    def page(self) -> str:
        """The rule's page as Markdown, beginning with its heading."""
        facts = f"*{self.severity.capitalize()} · {self.group}*"
        return f"# {self.id}\n\n{facts}\n\n{self._text}\n\n{_turn_off(self.id, self.severity)}\n"

    @property
    def _text(self) -> str:
        return docstring(self.check)


def rule(
    severity: Severity, group: Group, *, keys: Iterable[str] = (), texts: Iterable[str] = ()
) -> Callable[[DocumentCheck], Rule]:
    """Turn a function that checks one document into a rule.

    Its name becomes the id. Its docstring is the page: the first paragraph describes what the rule finds; then follow
    the sections `## Why`, `## Example` and `## Use instead`, the last two with a block of YAML.

    The rule does not run on a file without problems that has none of the `keys`, or none of the `texts`. Most rules
    thus skip most files.
    """
    return lambda check: replace(
        _make(check, severity, group, Scope.FILE),
        keys=frozenset(keys),
        texts=tuple(text.encode() for text in texts),
    )


def catalog_rule(severity: Severity, group: Group) -> Callable[[CatalogCheck], Rule]:
    """Turn a function that checks the whole catalog into a rule.

    As `rule`, but each block of YAML in an example is a file, with its path in a comment on the first line.
    """
    return lambda check: _make(check, severity, group, Scope.CATALOG)


def _make(check: Callable[..., Iterator[Any]], severity: Severity, group: Group, scope: Scope) -> Rule:
    name = check.__name__.replace("_", "-")
    return Rule(name, severity, group, scope, check, reports_problem=name in _PROBLEMS)


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
