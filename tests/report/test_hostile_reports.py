"""Paths and values that strangers choose command neither GitHub Actions nor a terminal, and are text in a summary."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from subprocess import CompletedProcess
from xml.etree import ElementTree

import pytest
import yaml
from markdown_it import MarkdownIt
from payloads import PAYLOADS

Write = Callable[..., str]
Run = Callable[..., CompletedProcess[str]]

FILES: Mapping[str, str] = {
    f"{text}.yaml".replace("\0", ""): yaml.safe_dump(
        {"protocolVersion": 2, "name": text, "type": "data", "version": 1.5, "uri": [text], text: text}, width=10_000
    )
    for text in PAYLOADS
}
COMMAND = re.compile(r"\s*::(?P<name>[\w-]+)(?: (?P<properties>.*?))?::(?P<message>.*)", re.DOTALL)
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\U000e0000-\U000e007f]")


def lines(output: str) -> list[str]:
    """Return the lines as the runner reads them."""
    return re.split(r"\r\n|\r|\n", output)


def commands(output: str) -> Iterator[re.Match[str]]:
    """Yield what the runner takes for commands (`ActionCommand.cs`)."""
    for line in lines(output):
        if found := COMMAND.fullmatch(line):
            yield found
        else:
            assert "##[" not in line, line


def test_annotations_are_those_of_the_findings(write: Write) -> None:
    found = json.loads(write("json", FILES))["files"]
    expected = sum(len(file["findings"]) for file in found)
    given = list(commands(write("github", FILES)))
    assert len(given) == expected > 3 * len(PAYLOADS)
    paths = set()
    for command in given:
        assert command["name"] in ("error", "warning", "notice")
        properties = dict(each.split("=", 1) for each in command["properties"].split(","))
        assert list(properties) == ["file", "line", "endLine", "col", "endColumn", "title"]
        assert re.fullmatch("[a-z-]+", properties["title"])
        path = properties["file"]
        for code, char in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
            path = path.replace(code, char)
        paths.add(path)
    assert paths == set(FILES)


@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit"])
def test_other_formats_contain_no_commands(write: Write, form: str) -> None:
    report = write(form, FILES)
    assert not list(commands(report))
    assert not CONTROLS.search(report)


def test_formats_for_programs_are_well_formed_and_lose_nothing(write: Write) -> None:
    assert {file["path"] for file in json.loads(write("json", FILES))["files"]} == set(FILES)
    assert len(json.loads(write("sarif", FILES))["runs"][0]["results"]) > 3 * len(PAYLOADS)
    suite = ElementTree.fromstring(write("junit", FILES))
    assert len(suite.findall("testsuite/testcase")) == len(FILES)


def test_a_summary_is_a_table_of_text(write: Write) -> None:
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.validateLink = lambda _: True  # type: ignore[method-assign]
    report = write("markdown", FILES)
    html = parser.render(report)
    known = {"h2", "table", "thead", "tbody", "tr", "th", "td", "code"}
    assert set(re.findall(r"<([^\s>/]+)", html)) == known
    rows = report.count("\n") - 4
    assert (html.count("<tr>"), html.count("<td>")) == (rows + 1, 4 * rows)
    # GitHub also makes links of addresses outside of code.
    assert "https://evil" not in re.sub(r"<code>.*?</code>", "", html, flags=re.DOTALL).replace("https\\://", "")
    assert not CONTROLS.search(report)


@pytest.mark.parametrize("command", ["validate", "export", "bundle", "render", "upgrade", "explain"])
def test_a_wrong_name_on_the_command_line_commands_nothing(
    run: Callable[..., CompletedProcess[str]], command: str
) -> None:
    name = "::error file=x::forged\n::warning::\x1b[31mforged##[error]x\u202e.yaml"
    done = run(command, name)
    assert done.returncode == 2
    assert not list(commands(done.stdout + done.stderr))
    assert not CONTROLS.search(done.stdout + done.stderr)
