"""The common ways to break YAML in `commands`: each is one finding, and the item in its hint is the command meant."""

import re

import pytest
import yaml

from paicatalog.protocol.document import SourceFile
from paicatalog.protocol.read import parse
from paicatalog.rules.check import check_document

JOB = """\
protocolVersion: 2
name: hello
type: job
version: "1"
contributor: Ada
description: Says hello.
prerequisites:
  - {type: dockerimage, name: python, uri: "python:3.12-slim"}
taskRoles:
  main:
    dockerImage: python
    resourcePerInstance: {cpu: 1, memoryMB: 1024, gpu: 0}
    commands:
"""
ITEM = re.compile(r"`(- .*)`\.$")

VERBATIM = (
    # A colon and a blank, or a colon at the end.
    "echo Accuracy: $(cat score)",
    "echo results:",
    "python -c 'print({\"a\": 1})'",
    'curl --header "Accept: text/plain" http://example.com',
    # Signs that begin something else in YAML.
    "[ -d data ] && ls data",
    "[ -d data ] || mkdir data",
    "[[ $RANK == 0 ]] && python log.py",
    "[ -d data ]",
    "{ date; hostname; } > log",
    "{ date; }",
    "{{ python }} train.py",
    "*.sh",
    "* * * * * root date",
    "&> log python train.py",
    "!test -f data",
    "%timeit x",
    "@echo off",
    "`which python` train.py",
    "| tee log",
    "> log",
    "> log python train.py",
    "? what",
    ":",
    ", then",
    "] && echo",
    "} && echo",
    "#!/bin/bash",
    # Text behind a closing quote.
    '"cd data" && ls',
    "'cd data' || exit 1",
    '"$HOME/bin/train" --name "a b"',
    # What YAML reads as another value.
    "true",
    "42",
)
MEANT = {
    '"echo "hello""': 'echo "hello"',
    '"python -c "print(1)" --quick"': 'python -c "print(1)" --quick',
    "'echo it's done'": "echo it's done",
    "'awk '{print $2}' table'": "awk '{print $2}' table",
    '"echo \\$HOME"': "echo \\$HOME",
    "\"grep -E '\\d+\\.' log\"": "grep -E '\\d+\\.' log",
    '"echo hello': "echo hello",
    "'echo hello": "echo hello",
    "- echo hello": "echo hello",
}
"""What stands behind the dash -> the command that is meant."""


@pytest.mark.parametrize(("before", "after"), [("", ""), ("      - date\n", "      - hostname\n")])
@pytest.mark.parametrize(("written", "meant"), [*((text, text) for text in VERBATIM), *MEANT.items()])
def test_the_hint_shows_an_item_that_works(written: str, meant: str, before: str, after: str) -> None:
    text = f"{JOB}{before}      - {written}\n{after}"
    (finding,) = check_document(parse(SourceFile("job.yaml", text.encode())))
    assert finding.span.line == JOB.count("\n") + before.count("\n") + 1
    shown = ITEM.search(finding.hint)
    assert shown, finding.hint
    assert yaml.safe_load(shown[1]) == [meant]
    fixed = parse(SourceFile("job.yaml", f"{JOB}{before}      {shown[1]}\n{after}".encode()))
    assert meant in fixed.data["taskRoles"]["main"]["commands"]


def test_the_rest_of_the_file_is_checked_too() -> None:
    text = f"{JOB}      - [ -d data ] && ls\n      - @echo off\n    taskRetryCount: many\njobRetryCont: 0\n"
    found = check_document(parse(SourceFile("job.yaml", text.encode())))
    first = JOB.count("\n") + 1
    assert [(finding.rule, finding.span.line - first) for finding in found] == [
        ("yaml-syntax", 0),
        ("yaml-syntax", 1),
        ("wrong-type", 2),
        ("unknown-key", 3),
    ]


def test_no_hint_shows_a_secret() -> None:
    text = f"{JOB}      - echo hello\nsecrets:\n  token: @hunter2hunter2\n"
    found = check_document(parse(SourceFile("job.yaml", text.encode())))
    assert [finding.rule for finding in found if "hunter" in f"{finding.message}{finding.hint}"] == []
    assert "yaml-syntax" in [finding.rule for finding in found]


@pytest.mark.parametrize(
    ("items", "line", "cause", "remedy"),
    [
        ("      - date\n      hostname\n", 2, "a dash is missing", "`- hostname`"),
        ("      - date\n      -hostname\n", 2, "a space is missing after the dash", "`- hostname`"),
        ("      -date\n      - hostname\n", 1, "is text; it must be a list", "a space after each dash"),
        ("      - date\n    - hostname\n", 2, "begins with 4 spaces", "with 6 spaces"),
        ("      - date\n       - hostname\n", 2, "belongs to the item above", "with 6 spaces"),
        ("      - |\n      date\n", 2, "ends the block of text that begins in line 14", "with 8 spaces"),
        ("      - |\n          date\n        hostname\n", 3, "ends the block", "with 10 spaces"),
        ("      - |\n        cat <<END\nhello\nEND\n        date\n", 3, "ends the block", "also `EOF`"),
        ("      - date\n\t- hostname\n", 2, "a tab begins this line", "by spaces"),
    ],
)
def test_the_hint_names_what_is_wrong_with_the_layout(items: str, line: int, cause: str, remedy: str) -> None:
    text = f"{JOB}{items}    taskRetryCount: 0\n"
    (finding,) = check_document(parse(SourceFile("job.yaml", text.encode())))
    assert finding.span.line == JOB.count("\n") + line
    assert cause in finding.message
    assert remedy in finding.hint
