"""Composition of YAML text to nodes with marks, protected against hostile input; `construct.py` and `locate.py` use it.

libyaml parses. This module corrects text that the server's reader (js-yaml) accepts and libyaml refuses.
"""

import re
from typing import Any

from yaml.composer import ComposerError
from yaml.error import MarkedYAMLError
from yaml.nodes import MappingNode, Node, ScalarNode
from yaml.reader import ReaderError

from paicatalog.protocol.place import Place
from paicatalog.protocol.problem import Problem, ProblemKind
from paicatalog.protocol.yaml.js_yaml.brackets import underindented_line
from paicatalog.protocol.yaml.js_yaml.control_characters import forbidden_control
from paicatalog.protocol.yaml.js_yaml.quoted_text import keep_trailing_space
from paicatalog.protocol.yaml.js_yaml.tabs import replace_tab, restore_tabs
from paicatalog.protocol.yaml.js_yaml.two_keys_on_a_line import LineBreak, insert_break, original_index, restore_marks
from paicatalog.protocol.yaml.libyaml_parser import (
    FROM_STAND_IN,
    NEEDS_STAND_IN,
    TO_STAND_IN,
    EventComposer,
    Parser,
    Resolved,
    RestoringParser,
    every_node,
    place_of,
)
from paicatalog.protocol.yaml.limits import check_aliases, check_limits
from paicatalog.protocol.yaml.syntax_errors.cause import SyntaxCause, find_mistake
from paicatalog.protocol.yaml.syntax_errors.repair import with_repair

__all__ = ["Resolved", "compose_yaml"]

_MAXIMUM_CORRECTIONS = 20
"""Lines corrected in one file; the next one is reported instead, since each correction takes another parse."""
_BARE_TAG = re.compile(r"(?:^|[\s,\[{])!\s")
_BARE_TAG_BEFORE_TEXT = re.compile(r"(?:&\S+[ \t]+)?![ \t]+[^\s#]")
_SECOND_END = re.compile(
    r"^\.\.\.(?:[ \t][^\n]*+)?+\r?\n(?:[ \t]*+(?:#[^\n]*+)?+\r?\n)*+(\.\.\.)(?=\s|\Z)", re.MULTILINE
)
_ANCHOR_LIKE_A_KEY = re.compile(r"&[\w-]+:(?=\s)")
_PROPERTY_BEFORE_KEY = re.compile(r"\n[ \-?]*[&!]\S*[ \t]+[^\s#]")


def compose_yaml(text: str) -> Node | Problem | None:
    """Return the root node of the only document in `text`, None if it is empty, or the problem that prevents reading.

    The `tag` of an untagged node is a `Resolved` with the value of the scalar; that of a tagged node is the tag.
    """
    if not text.endswith(("\n", "\r")):
        text += "\n"  # As the server's reader does; a literal block at the end depends on it.
    original = text
    parser = RestoringParser if NEEDS_STAND_IN.search(text) else Parser
    if parser is RestoringParser:
        text = text.translate(TO_STAND_IN)
    with_tabs = text
    found = _compose_within_limits(text, parser)
    tab_problem: Problem | None = None
    for _ in range(_MAXIMUM_CORRECTIONS):
        corrected = _replace_tab(text, found)
        if corrected is None:
            break
        tab_problem = _tab_problem(found)
        text, found = corrected, _compose_within_limits(corrected, parser)
    unbroken = text
    text, found, breaks = _insert_breaks(text, found, parser)
    if tab_problem and isinstance(found, Problem):
        return tab_problem  # Removing the tab changed the meaning of the line, which caused the other problem.
    if isinstance(found, Node) and (at := forbidden_control(text, found)) is not None:
        character = ord(text[at].translate(FROM_STAND_IN))
        return with_repair(original, _forbidden_character(unbroken, original_index(at, breaks), character))
    if isinstance(found, Node) and (kept := keep_trailing_space(text, found)):
        found = _compose_within_limits(kept, RestoringParser)
    if isinstance(found, Node):
        restore_marks(found, breaks)
        restore_tabs(found, with_tabs, unbroken)
    elif found and found.kind is ProblemKind.YAML_SYNTAX:
        return with_repair(original, found)
    return found


def _compose_within_limits(text: str, parser: type[Parser]) -> Node | Problem | None:
    """Compose `text`, checking the limits on nesting, values and aliases."""
    if problem := check_limits(text):
        return problem
    try:
        root = _compose(text, parser)
    except ReaderError as error:
        return _forbidden_character(
            text, len(text.encode()[: error.position].decode(errors="replace")), error.character
        )
    except MarkedYAMLError as error:
        return _syntax_problem(text, error)
    if root is None:
        return None
    if (corrected := _without_anchor_colons(text, root)) != text:
        return _compose_within_limits(corrected, parser)
    if _BARE_TAG.search(text):
        _resolve_bare_tags(text, root)
    return _server_problem(text, root) or ("*" in text and check_aliases(root)) or root


def _server_problem(text: str, root: Node) -> Problem | None:
    """Return a problem for text that libyaml accepts and the server's reader refuses."""
    if "\n..." in text and (second := _SECOND_END.search(text)):
        return Problem(
            ProblemKind.SEVERAL_DOCUMENTS, Place((), line=text.count("\n", 0, second.start(1)) + 1, column=1)
        )
    if found := underindented_line(text, root):
        line, spaces, wanted = found
        detail = {"cause": SyntaxCause.TEXT_IN_BRACKETS, "found": spaces, "wanted": wanted}
        return Problem(ProblemKind.YAML_SYNTAX, Place((), line=line + 1, column=spaces + 1), detail)
    return _check_first_keys(text, root) if _PROPERTY_BEFORE_KEY.search("\n" + text) else None


def _without_anchor_colons(text: str, root: Node) -> str:
    """Return `text` with `_` for the colon of each anchor `&name:`, where libyaml reads an empty key; for the server's
    reader the colon is part of the name."""
    if not _ANCHOR_LIKE_A_KEY.search(text):
        return text
    characters = list(text)
    for node in every_node(root):
        for key, _ in node.value if isinstance(node, MappingNode) else ():
            if not key.value and (anchor := _ANCHOR_LIKE_A_KEY.match(text, key.start_mark.index)):
                characters[anchor.end() - 1] = "_"
    return "".join(characters)


def _compose(text: str, parser: type[Parser]) -> Node | None:
    try:
        return _single_node(text, parser)
    except ComposerError as error:
        if "duplicate anchor" not in (error.context or ""):
            raise
    event_parser = parser(text)
    try:
        return EventComposer(event_parser).root()
    finally:
        event_parser.dispose()


def _replace_tab(text: str, found: Node | Problem | None) -> str | None:
    """Return the text without the tabs that begin the line of a syntax problem; None if no tab caused it."""
    if not isinstance(found, Problem) or found.kind is not ProblemKind.YAML_SYNTAX or "\t" not in text:
        return None
    return replace_tab(text, (found.place.line or 0) - 1, found.detail.get("context") or "")


def _insert_breaks(
    text: str, found: Node | Problem | None, parser: type[Parser]
) -> tuple[str, Node | Problem | None, list[LineBreak]]:
    """Return text, root and breaks after inserting a line break before each entry that follows another on its line.

    Return `text` and `found` if the result is still not valid YAML.
    """
    breaks: list[LineBreak] = []
    broken, root = text, found
    while isinstance(root, Problem) and root.kind is ProblemKind.YAML_SYNTAX and len(breaks) < _MAXIMUM_CORRECTIONS:
        made = insert_break(broken, root.detail.get("stopped") or root.place, root.detail.get("problem"))
        if made is None:
            return text, found, []
        broken, root = made[0], _compose_within_limits(made[0], parser)
        breaks.append(made[1])
    return (text, found, []) if isinstance(root, Problem) else (broken, root, breaks)


def _single_node(text: str, kind: type[Parser]) -> Node | None:
    parser = kind(text)
    try:
        node: Node | None = parser.get_single_node()
    finally:
        parser.dispose()
    return node


def _check_first_keys(text: str, root: Node) -> Problem | None:
    """Return a problem for an anchor or a tag right before a mapping's first key, which the server's reader refuses."""
    for node in every_node(root):
        if isinstance(node, MappingNode) and not node.flow_style and node.value:
            mark: Any = node.value[0][0].start_mark
            if text[mark.index : mark.index + 1] in ("&", "!"):
                problem = "an anchor or a tag cannot stand before the first key of a mapping on its line"
                return Problem(ProblemKind.YAML_SYNTAX, place_of(mark), {"problem": problem, "context": None})
    return None


def _resolve_bare_tags(text: str, root: Node) -> None:
    """Make the value of each scalar with the tag `!` its text, as the server's reader does."""
    for node in every_node(root):
        if isinstance(node, ScalarNode) and isinstance(node.tag, Resolved):
            mark: Any = node.start_mark
            if _BARE_TAG_BEFORE_TEXT.match(text, mark.index):
                node.tag = Resolved((node.value,))
            elif not node.value and not node.style:
                node.tag = Resolved((None,))


def _tab_problem(found: object) -> Problem | None:
    if not isinstance(found, Problem):
        return None
    place = Place((), line=found.place.line, column=1)
    return Problem(ProblemKind.YAML_SYNTAX, place, {"problem": "a tab begins this line", "cause": SyntaxCause.TAB})


def _syntax_problem(text: str, error: MarkedYAMLError) -> Problem:
    place = place_of(error.problem_mark or error.context_mark)
    if error.context == "expected a single document in the stream":
        return Problem(ProblemKind.SEVERAL_DOCUMENTS, place)
    # The mistake may be reported elsewhere, but `_insert_breaks` needs the place where the parser stopped.
    detail = {"problem": error.problem, "context": error.context, "stopped": place}
    is_tab = "violates indentation" in (error.problem or "")  # The tab is where the parser stopped.
    if not is_tab and (mistake := find_mistake(text, error)):
        place = Place((), line=mistake.line + 1, column=mistake.column + 1)
        detail |= {"cause": mistake.cause, **mistake.detail}
    return Problem(ProblemKind.YAML_SYNTAX, place, detail)


def _forbidden_character(text: str, index: int, character: int) -> Problem:
    place = Place((), line=text.count("\n", 0, index) + 1, column=index - text.rfind("\n", 0, index))
    problem = f"the control character U+{character:04X} is not allowed"
    return Problem(ProblemKind.YAML_SYNTAX, place, {"problem": problem, "context": None})
