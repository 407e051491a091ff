from collections.abc import Iterator, Mapping
from typing import Any

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.problem import ProblemKind
from paicatalog.protocol.yaml.syntax_errors.cause import SyntaxCause
from paicatalog.protocol.yaml.syntax_errors.item_text import Misreading
from paicatalog.protocol.yaml.syntax_errors.typography import name_of, plain_name_of
from paicatalog.rules.commands.item_in_quotes import item_remedy
from paicatalog.rules.protocol_problem import problems
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.secret_words import without_tokens
from paicatalog.rules.wording import quote

_Explanation = tuple[str, str]
"""Message and remedy."""

_OTHERWISE = 'Put text that holds special signs in quotes, as in `"a: b"`.'
_LONGEST_ITEM = 200
"""Characters of a list item that a hint can show."""
_MISREADINGS = {
    Misreading.SIGN: "unquoted text cannot begin with `{sign}`",
    Misreading.BEHIND_QUOTE: "text follows the closing `{sign}`, and YAML's text ends there",
    Misreading.QUOTE_INSIDE: "the quote `{sign}` inside this text ends it",
    Misreading.OPEN_QUOTE: "the quote `{sign}` that opens here is not closed",
    Misreading.ESCAPE: "in double quotes, a backslash begins an escape, and YAML does not know this one",
    Misreading.COLON: "a value that is not in quotes has a `: ` in it",
    Misreading.OTHER: "this text has to be in other quotes",
}
_SIGNS = {
    "`": "unquoted text cannot begin with a backtick",
    "[": "text that begins with `[` is a list for YAML",
    "{": "text that begins with `{{` is a mapping for YAML",
    "*": "text that begins with `*` refers to an anchor",
    "&": "text that begins with `&` is the name of an anchor",
    "!": "text that begins with `!` is a tag for YAML",
    "|": "text that begins with `|` is a block for YAML, which starts on the next line",
    ">": "text that begins with `>` is a block for YAML, which starts on the next line",
}
_REMEDIES = {
    Misreading.OPEN_QUOTE: "Write the same quote where the text ends",
    Misreading.ESCAPE: "Write `\\\\` for a backslash",
}
_EXAMPLES: Mapping[str, str] = {
    Misreading.OPEN_QUOTE: '"text"',
    Misreading.ESCAPE: '"\\\\$HOME"',
    Misreading.COLON: '"first: try"',
    "*": '"******"',
    "`": "'...'",
}
_PARSER_MESSAGES: tuple[tuple[str, str, str], ...] = (
    ("scanning an alias", "text that begins with `*` refers to an anchor", 'Put it in quotes, as in `"******"`.'),
    ("scanning an anchor", "text that begins with `&` is the name of an anchor", 'Put it in quotes, as in `"&"`.'),
    (
        "undefined alias",
        "text that begins with `*` refers to an anchor, and there is no anchor of this name",
        "Define it above, as in `&name`, or put the text in quotes, as in `'*.py'`.",
    ),
    (
        "cannot start any token",
        "unquoted text cannot begin with this sign",
        'Put the text in quotes, as in `"@ada"`.',
    ),
    ("scanning a directive", "a line that begins with `%` is a directive", 'Put the text in quotes, as in `"%"`.'),
    (
        "block sequence entries are not allowed",
        "a list cannot begin on the line of its key",
        'Write it below the key, each item after `- `; text that begins with `-` goes in quotes: `"- text"`.',
    ),
    (
        "expected <document start>",
        "something follows the end of the file's mapping",
        "Delete it, or the `}` too many before it.",
    ),
    ("block scalar", "the sign of a block of text cannot be followed by text", "Write `|` alone, and the text below."),
    ("tag", "", 'Put text that begins with `!` in quotes, as in `"!"`.'),
    (
        "control character",
        "",
        "Delete it; in a text in double quotes, write `\\n` for a line break and `\\t` for a tab.",
    ),
    ("cannot stand before the first key", "", "Write the mapping's keys on lines of their own, below `&` or `!`."),
    ("`<<`", "", 'Write the mappings to merge after `<<:`, or put the key in quotes: `"<<"`.'),
)
"""Part of the parser's message, our message ("" to keep the parser's), and the remedy."""


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
        message, remedy = _explain(problem.detail)
        if not problem.place.line or problem.place.pointer:
            remedy = item_remedy(document, problem.place) or remedy
        yield Violation(problem.place, f"This is not YAML: {message}.", remedy)


def _explain(detail: Mapping[str, Any]) -> _Explanation:
    explain = _EXPLAIN.get(detail.get("cause", ""))
    if explain:
        return explain(detail)
    problem, context = str(detail.get("problem") or "it does not parse"), str(detail.get("context") or "")
    for sign, own_message, remedy in _PARSER_MESSAGES:
        if sign in problem or sign in context:
            return own_message or problem, remedy
    return f"{problem}{f' ({context})' if context else ''}", _OTHERWISE


def _open_quote(detail: Mapping[str, Any]) -> _Explanation:
    sign = quote(detail["sign"])
    remedy = f"Write {sign} where the text ends"
    return f"the quote {sign} that opens here is not closed", _with_item(
        detail, remedy, ""
    ) if "item" in detail else f"{remedy}."


def _open_bracket(detail: Mapping[str, Any]) -> _Explanation:
    what = "list" if detail["sign"] == "[" else "mapping"
    remedy = f"Write {quote(detail['closing'])} where the {what} ends."
    return f"the bracket {quote(detail['sign'])} that opens here is not closed", remedy


def _stray_bracket(detail: Mapping[str, Any]) -> _Explanation:
    sign = detail["sign"]
    return (
        f"the bracket {quote(sign)} closes nothing",
        f'Delete it, or put text that begins with it in quotes: `"{sign}"`.',
    )


def _missing_comma(_: Mapping[str, Any]) -> _Explanation:
    return (
        "a comma is missing after this entry",
        "Write `,` after it; text that holds `,`, `[` or `{` goes in quotes.",
    )


def _indent(detail: Mapping[str, Any]) -> _Explanation:
    found, wanted = _spaces(detail["found"]), _spaces(detail["wanted"])
    neighbor = f"{quote(detail['neighbor'])} in line {detail['line']}"
    message = f"this line begins with {found}, where {neighbor} begins with {wanted}"
    return message, f"Begin it with {wanted}, like {neighbor}."


def _spaces(number: int) -> str:
    return {0: "no space", 1: "1 space"}.get(number, f"{number} spaces")


def _text_behind(_: Mapping[str, Any]) -> _Explanation:
    remedy = "Put the whole text in quotes, as in `'\"new\" text'`."
    return "text goes on after a closing quote or bracket, or a line is not indented like its neighbors", remedy


def _colon_in_value(detail: Mapping[str, Any]) -> _Explanation:
    remedy = _with_item(detail, "Put the whole value in quotes", '"first: try"')
    return "a value that is not in quotes has a `: ` in it", remedy


def _no_space_behind_colon(_: Mapping[str, Any]) -> _Explanation:
    return "there is no space after the colon", "Write a space after it, as in `key: value`."


def _no_entry(_: Mapping[str, Any]) -> _Explanation:
    remedy = "Write `key: value`, or `- ` before an item of a list; text that goes on is indented further."
    return "this line has neither a key nor the dash of an item", remedy


def _tab(_: Mapping[str, Any]) -> _Explanation:
    return "a tab begins this line", "Replace it by spaces, as in `  key: value`: YAML indents with spaces only."


def _text_in_brackets(detail: Mapping[str, Any]) -> _Explanation:
    found, wanted = _spaces(detail["found"]), _spaces(detail["wanted"])
    message = f"a text in brackets goes on in this line, which begins with {found} and not with {wanted} or more"
    return message, "Put the text on one line, or in quotes."


def _text(detail: Mapping[str, Any]) -> _Explanation:
    reason, sign = detail["reason"], detail["sign"]
    what = _SIGNS.get(sign, _MISREADINGS[Misreading.SIGN]) if reason is Misreading.SIGN else _MISREADINGS[reason]
    remedy = _with_item(
        detail,
        _REMEDIES.get(reason, "Put the whole text in quotes"),
        _EXAMPLES.get(sign) or _EXAMPLES.get(reason, f"'{sign}...'"),
    )
    return what.format(sign=sign), remedy


def _with_item(detail: Mapping[str, Any], remedy: str, example: str) -> str:
    """Return a remedy with the list item as it works; with an example if it cannot be shown."""
    item = detail.get("item")
    if item and len(item) <= _LONGEST_ITEM:
        return f"{remedy}: `{without_tokens(item)}`."
    return f"{remedy}, as in `{example}`."


def _typography(detail: Mapping[str, Any]) -> _Explanation:
    plain = plain_name_of(detail["sign"])
    what = plain.partition(" and ")[0]
    return f"{name_of(detail['sign'])} is not {what}", f"Write {plain}."


def _block_indent(detail: Mapping[str, Any]) -> _Explanation:
    found, wanted = _spaces(detail["found"]), _spaces(detail["wanted"])
    message = f"this line begins with {found}, so it ends the block of text that begins in line {detail['line']}"
    return message, f"Begin each line of the block with {wanted} or more, also `EOF` of a here-document."


_EXPLAIN = {
    SyntaxCause.TYPOGRAPHY: _typography,
    SyntaxCause.BLOCK_INDENT: _block_indent,
    SyntaxCause.MISSING_DASH: lambda detail: (
        "a dash is missing at the beginning of this line",
        _with_item(detail, "Begin the item with a dash", "- item"),
    ),
    SyntaxCause.MISSING_BLANK: lambda detail: (
        "a space is missing after the dash",
        _with_item(detail, "Write a space after it", "- item"),
    ),
    SyntaxCause.TEXT: _text,
    SyntaxCause.OPEN_QUOTE: _open_quote,
    SyntaxCause.OPEN_BRACKET: _open_bracket,
    SyntaxCause.STRAY_BRACKET: _stray_bracket,
    SyntaxCause.MISSING_COMMA: _missing_comma,
    SyntaxCause.INDENT: _indent,
    SyntaxCause.TEXT_BEHIND: _text_behind,
    SyntaxCause.COLON_IN_VALUE: _colon_in_value,
    SyntaxCause.NO_SPACE_BEHIND_COLON: _no_space_behind_colon,
    SyntaxCause.NO_ENTRY: _no_entry,
    SyntaxCause.TAB: _tab,
    SyntaxCause.TEXT_IN_BRACKETS: _text_in_brackets,
}
