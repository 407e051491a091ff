from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.locate import source_line
from paicatalog.protocol.problem import ProblemKind
from paicatalog.rules.protocol_problem import problems
from paicatalog.rules.rule import Group, rule

_REMEDIES = (
    (
        "mapping values are not allowed",
        "Put the value in quotes if it holds `: `; else line this key up with its neighbors.",
    ),
    ("scanning an alias", "Put text that begins with `*` in quotes."),
    ("scanning an anchor", "Put text that begins with `&` in quotes."),
    ("undefined alias", "Put text that begins with `*` in quotes, or define the anchor above."),
    ("scanning a quoted scalar", "Close the quote."),
    (
        "while parsing a flow",
        "Close the bracket, and put a comma between entries; quote text that holds `,`, `[` or `{`.",
    ),
    ("could not find expected ':'", "Write `key: value`, with a space after the colon."),
    (
        "did not find expected key",
        "Line the keys of one mapping up; quote text that goes on after a closing quote.",
    ),
    ("did not find expected '-' indicator", "Line the items of one list up."),
    ("block sequence entries are not allowed", "Begin the list on a line of its own, below its key."),
    ("tag", "Put text that begins with `!` in quotes."),
    ("control character", "Delete the character."),
    ("`<<`", "Put the mappings to merge behind `<<:`, or quote the key."),
)


@rule(Severity.ERROR, Group.READING)
def yaml_syntax(document: Document) -> Iterator[Violation]:
    """Finds text that is not YAML.

    ## Why

    Nothing can be said of a file that does not parse: OpenPAI refuses it as a whole.

    ## Example

    ```yaml
    protocolVersion: 2
    name: mnist
    type: data
    description: Digits: ten of them
    ```

    ## Use instead

    ```yaml
    protocolVersion: 2
    name: mnist
    type: data
    description: "Digits: ten of them"
    ```
    """
    for problem in problems(document, ProblemKind.YAML_SYNTAX):
        words = str(problem.detail.get("problem") or "it does not parse")
        context = str(problem.detail.get("context") or "")
        message = f"This is not YAML: {words}{f' ({context})' if context else ''}."
        line = source_line(document, problem.place.line or 0)
        yield Violation(problem.place, message, _remedy(words, context, line))


def _remedy(words: str, context: str, line: str) -> str:
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "Indent with spaces: YAML allows no tabs there."
    if "cannot start any token" in words:
        return "Put text that begins with `@`, `%`, `` ` `` or a tab in quotes."
    return next((remedy for sign, remedy in _REMEDIES if sign in words or sign in context), "")
