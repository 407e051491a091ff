"""The Markdown report as a GitHub job summary: its rendering and its size limit."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from markdown_it import MarkdownIt

from paicatalog.cli import main
from paicatalog.protocol.finding import Finding, Severity
from paicatalog.protocol.place import Span
from paicatalog.publishing.reported_file import reported_files
from paicatalog.report.job_summary import job_summary

DATA = 'protocolVersion: 2\nname: mnist\ntype: data\nversion: "1"\ncontributor: ada\ndescription: Digits.\n'
BROKEN = DATA.replace("type: data", "type: dta")
HOSTILE = [
    "a|b",
    "a\\|b",
    "<img src=x onerror=alert(1)>",
    "` **bold** `",
    "`<b>x</b>",
    "``<b>x</b>`",
    "a`b``c",
    "[click](https://evil.example)",
    "![x](https://evil.example/x.png)",
    "@someone #1 $x$ ~~x~~ _x_ *x* &amp; &lt;",
    "\\",
    "trailing\\",
]


def rendered(markdown: str) -> str:
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(markdown)


def cells(html: str) -> list[list[str]]:
    rows = re.findall(r"<tr>\n(.*?)</tr>", html, re.DOTALL)[1:]
    return [re.findall(r"<td>(.*?)</td>", row, re.DOTALL) for row in rows]


def finding(**changes: Any) -> Finding:
    values = {
        "rule": "bad-name",
        "severity": Severity.ERROR,
        "path": "a.yaml",
        "pointer": ("name",),
        "span": Span(2, 7, 2, 8),
        "message": "Wrong.",
    }
    return Finding(**{**values, **changes})


@pytest.mark.parametrize("value", HOSTILE)
def test_words_and_paths_are_shown_as_they_are(make_findings: Any, write: Callable[..., str], value: str) -> None:
    files = make_findings(
        finding(path=f"{value}.yaml", message=f"{value} is wrong."),
        finding(path="quoted.yaml", message=f"The name `{value}` is wrong."),
    )
    html = rendered(write("markdown", files))
    plain, quoted = cells(html)
    assert len(plain) == len(quoted) == 4
    assert plain[1:4:2] == quoted[1:4:2] == ["error", "bad-name"]
    assert set(re.findall(r"<(\w+)", html)) <= {"h2", "table", "thead", "tbody", "tr", "th", "td", "code"}
    assert shown(plain[0]) == f"{value}.yaml:2:7"
    if "`" not in value:
        assert shown(plain[2]) == f"{value} is wrong."
        assert quoted[2].startswith("The name <code>")
        assert shown(quoted[2]) == f"The name {value} is wrong."


def shown(html: str) -> str:
    text = re.sub(r"</?code>", "", html)
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(entity, char)
    return text


def test_a_path_with_line_breaks_stays_in_its_row(make_findings: Any, write: Callable[..., str]) -> None:
    (row,) = cells(rendered(write("markdown", make_findings(finding(path="a\n| b\x1b\u202e.yaml")))))
    assert shown(row[0]) == r"a\x0a| b\x1b\u202e.yaml:2:7"


def test_a_long_report_is_cut_after_a_row(make_findings: Any) -> None:
    files = reported_files(make_findings(*(finding(message=f"Wrong größe {index}.") for index in range(100))))
    whole = job_summary(files)
    assert "99" in whole
    for maximum_size in (len(whole.encode()) - 1, 3_000, 500):
        short = job_summary(files, maximum_size=maximum_size)
        assert len(short.encode()) <= maximum_size
        rows, _, sentence = short.rpartition("\n\n")
        assert sentence == (
            "The table ends here: GitHub shows no more than 1 MiB. Every finding is in the log of this step.\n"
        )
        assert whole.startswith(rows)
        assert all(len(row) == 4 for row in cells(rendered(short)))
    assert job_summary(files, maximum_size=20) == ""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    (tmp_path / "mnist.yaml").write_text(BROKEN)
    return tmp_path


def run(*args: str) -> Result:
    return CliRunner().invoke(main, ["validate", "mnist.yaml", *args], prog_name="paicatalog")


def test_with_github_the_summary_is_appended(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    summary = folder / "summary.md"
    summary.write_text("# Before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    result = run("--format", "github")
    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout.startswith("::error file=mnist.yaml,")
    assert summary.read_text().startswith("# Before\n## 1 error found in 1 file\n\n| where | severity |")


def test_the_summary_leaves_room_for_what_is_there(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    summary = folder / "summary.md"
    summary.write_text("x" * (1024 * 1024 - 160))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    run("--format", "github")
    text = summary.read_text()
    assert len(text) <= 1024 * 1024
    assert text.endswith("Every finding is in the log of this step.\n")


@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit", "markdown"])
def test_other_formats_write_no_summary(folder: Path, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(folder / "summary.md"))
    run("--format", form)
    assert not (folder / "summary.md").exists()


@pytest.mark.parametrize("name", ["no/such/folder/summary.md", "."])
def test_a_summary_that_cannot_be_written_is_told_and_changes_no_verdict(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", name)
    result = run("--format", "github")
    assert result.exit_code == 1
    assert result.stderr.startswith(f"The summary cannot be written to {name} (GITHUB_STEP_SUMMARY): ")
    (folder / "mnist.yaml").write_text(DATA)
    assert run("--format", "github").exit_code == 0
