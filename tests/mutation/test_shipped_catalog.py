"""One-line mistakes in every file of the shipped catalog."""

import re
from pathlib import Path

import pytest
from test_mistakes import weighty

from paicatalog.protocol.document import SourceFile
from paicatalog.protocol.read import parse
from paicatalog.rules.check import check_document

CATALOG = Path(__file__).parent.parent.parent / "catalog"
FILES = {path.relative_to(CATALOG).as_posix(): path.read_text(encoding="utf-8") for path in CATALOG.rglob("*.yaml")}
EDITS: dict[str, tuple[str, str, str, int]] = {
    "another protocol": (r"^protocolVersion: 2$", "protocolVersion: 3", "bad-value", 0),
    "no name": (r"^name: (.*)$", r"nmae: \1", "unknown-key or missing-key", 0),
    "a name with a blank": (r"^name: (.*)$", r"name: a \1", "bad-name", 0),
    "a misspelled type": (r"^type: (\w+)$", r"type: \1x", "bad-value", 0),
    "a key twice": (r"^(name: .*)$", r"\1\n\1", "duplicate-key", 1),
    "no space behind a colon": (r"^type: ", r"type:", "yaml-syntax", 0),
    "an open quote": (r'^(version: ".*)"$', r"\1", "yaml-syntax", 0),
    "a version without quotes": (r'^version: "(\d+)\.(\d+)\.\d+"$', r"version: \1.\2", "version-is-number", 0),
    "a line too far right": (r"^contributor: ", "  contributor: ", "yaml-syntax", 0),
    "a line too far left": (r"^    (dockerImage: .*)$", r"   \1", "yaml-syntax", 0),
    "misspelled task roles": (r"^taskRoles:$", "taskroles:", "unknown-key", 0),
    "misspelled prerequisites": (r"^prerequisites:$", "prerequisite:", "unknown-key", 0),
    "misspelled parameters": (r"^parameters:$", "paramters:", "unknown-key", 0),
    "a misspelled image": (r"^    dockerImage: ", "    dockerimage: ", "unknown-key", 0),
    "an image that is not there": (r"^    dockerImage: .*$", "    dockerImage: zzz", "unresolved-prerequisite", 0),
    "resources as text": (r"^(      memoryMB: )(\d+)$", r"\1\2M", "wrong-type", 0),
    "too few instances": (r"^    instances: \d+$", "    instances: 0", "out-of-range", 0),
    "an open template": (r"^(      - .*)(<% \$\w+\.\w+) %>$", r"\1\2", "template-syntax or unresolved-reference", 0),
}


def mistakes_in(path: str, pattern: str, new: str) -> tuple[str, int] | None:
    """Return the file with an edit in the first line that matches the pattern, and the number of that line."""
    match = re.search(pattern, FILES[path], re.MULTILINE)
    if match is None:
        return None
    text = FILES[path][: match.start()] + match.expand(new) + FILES[path][match.end() :]
    return text, text[: match.start()].count("\n") + 1


@pytest.mark.parametrize("kind", EDITS)
def test_mistake_in_every_file(kind: str) -> None:
    pattern, new, rule, below = EDITS[kind]
    tried = 0
    for path in FILES:
        if edited := mistakes_in(path, pattern, new):
            tried += 1
            text, line = edited
            found = weighty(list(check_document(parse(SourceFile(path, text.encode())))))
            shown = "\n".join(f"{each.path}:{each.span.line} {each.rule}: {each.message}" for each in found)
            assert len(found) == 1 and found[0].rule in rule.split(" or "), f"{path}: {shown}"
            assert found[0].span.line == line + below, f"{path}:{line + below}, but {shown}"
            assert "`" in found[0].hint, shown
    assert tried >= 5
