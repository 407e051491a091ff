"""The output of each format for the same findings."""

import io
import json
import re

import pytest

from paicatalog.catalog.linking import build_catalog
from paicatalog.protocol.document import SourceFile
from paicatalog.protocol.read import parse
from paicatalog.publishing.reported_file import reported_files
from paicatalog.report import FORMATS, writer
from paicatalog.rules.check import CheckedFile, check_catalog, check_document, sort_findings

JOB = """protocolVersion: 2
name: hello
type: job
description: Prints a line.
version: 1.10
contributor: ada
prerequisites:
  - {type: dockerimage, name: python, uri: "python:3.12-slim"}
taskRoles:
  main:
    dockerImage: pyhton
    resourcePerInstance: {cpu: 1, memoryMB: 1024, gpu: 0}
    commands: [echo hello]
"""
USING = JOB.replace("taskRoles:", "  - {type: data, name: mnist}\ntaskRoles:").replace(
    "pyhton", "pyhton\n    data: mnist"
)
DATA = """protocolVersion: 2
name: mnist
type: data
version: "1"
contributor: ada
description: Digits.
"""


def checked(**files: str | bytes) -> list[CheckedFile]:
    contents = {f"{name}.yaml": text if isinstance(text, bytes) else text.encode() for name, text in files.items()}
    documents = [parse(SourceFile(path, content)) for path, content in contents.items()]
    together = check_catalog(build_catalog(documents))
    return [
        CheckedFile(document, sort_findings((*check_document(document), *together.get(document.source.path, ()))))
        for document in documents
    ]


def written(form: str, *, color: bool = False, **files: str | bytes) -> str:
    stream = io.StringIO()
    writer(form)(reported_files(checked(**files)), stream, color=color)
    return stream.getvalue()


def test_text_shows_where_what_and_what_to_do() -> None:
    assert (
        written("text", job=USING, mnist=DATA)
        == """\
job.yaml:5:10: warning[version-is-number] The version is a number, `1.1` to OpenPAI; `1.1` and `1.10` would be the same.
    5 | version: 1.10
      |          ^^^^
  help: Put it in quotes: `version: "1.10"`.

job.yaml:12:18: error[unresolved-prerequisite] Task role `main` refers to a prerequisite of type `dockerimage` named \
`pyhton`, which the job does not have.
   12 |     dockerImage: pyhton
      |                  ^^^^^^
  help: Did you mean `python`?

1 error, 1 warning found in 2 files.
"""
    )


def test_text_shows_both_ends() -> None:
    text = written("text", a=DATA, b=DATA)
    assert "b.yaml:2:7: error[duplicate-component]" in text
    assert "  see: a.yaml:2:7: first described here\n    2 | name: mnist\n      |       ^^^^^\n" in text


def test_text_is_friendly_where_all_is_well() -> None:
    assert written("text", mnist=DATA) == "All is well: nothing to complain about in 1 file.\n"


def test_text_has_color_only_when_asked() -> None:
    assert "\x1b" not in written("text", job=JOB)
    painted = written("text", job=JOB, color=True)
    assert "\x1b[31merror[unresolved-prerequisite]\x1b[0m" in painted
    assert re.sub(r"\x1b\[\d+m", "", painted) == written("text", job=JOB)


SECRETS = {
    "in its place": JOB + "secrets: {token: hunter2-secret}  # hunter2-secret\n",
    "beside another finding": JOB.replace("pyhton}", "python}") + "secrets: {token: hunter2-secret, x: 1, x: 2}\n",
    "a token in a comment": JOB + f"jobRetryCount: -1 # ghp_{'Ab1' * 12}\n",
    "in a file that does not parse": 'secrets:\n  token: "hunter2-secret\n',
    "on a line that does not parse": "password: *hunter2-secret\n  : [\n",
}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("text", SECRETS.values(), ids=SECRETS)
def test_no_report_shows_a_secret(form: str, text: str) -> None:
    report = written(form, job=text)
    assert "job.yaml" in report
    assert "ghp_" not in report
    if "*hunter2" not in text:  # An alias is not a value; the YAML reader's message names an undefined one.
        assert "hunter2-secret" not in report


def test_hostile_text_reaches_no_terminal() -> None:
    report = written("text", job='protocolVersion: 2\nname: "\x1b]0;x\x07 \u202e"\ntype: data # \x9b31m\n'.encode())
    assert "\x1b" not in report
    assert "\x9b" not in report
    assert "\u202e" not in report


def test_a_long_line_is_cut_around_the_finding() -> None:
    line = "{" + ", ".join(f"key{index}: 1" for index in range(3000)) + "}"
    text = f"protocolVersion: 2\nname: mnist\ntype: data\ndescription: {line}\n"
    report = written("text", mnist=text)
    assert max(map(len, report.splitlines())) < 400


def test_json_keeps_its_contract() -> None:
    report = json.loads(written("json", job=USING, mnist=DATA))
    assert report["version"] == 1
    assert report["summary"] == {"files": 2, "valid": 1, "errors": 1, "warnings": 1, "notes": 0}
    job, mnist = report["files"]
    assert mnist == {
        "path": "mnist.yaml",
        "type": "data",
        "name": "mnist",
        "dialect": "v2",
        "valid": True,
        "findings": [],
    }
    assert job["valid"] is False
    assert job["findings"][1] == {
        "rule": "unresolved-prerequisite",
        "severity": "error",
        "message": "Task role `main` refers to a prerequisite of type `dockerimage` named `pyhton`, "
        "which the job does not have.",
        "hint": "Did you mean `python`?",
        "pointer": "/taskRoles/main/dockerImage",
        "line": 12,
        "column": 18,
        "endLine": 12,
        "endColumn": 24,
    }


def test_json_says_valid_as_the_protocol_does() -> None:
    (file,) = json.loads(written("json", job=JOB.replace("pyhton", "python") + "secrets: {a: hunter2}\n"))["files"]
    assert file["valid"] is True
    assert "literal-secret" in {finding["rule"] for finding in file["findings"]}


def test_json_of_a_file_that_does_not_parse() -> None:
    (file,) = json.loads(written("json", a=b"\xff\xfe\0"))["files"]
    assert (file["type"], file["name"], file["dialect"], file["valid"]) == (None, None, "unknown", False)


def test_github_annotations_are_escaped() -> None:
    stream = io.StringIO()
    text = b"protocolVersion: 2\nname: '100%, a:b'\ntype: data\n"
    document = parse(SourceFile("a,b:c%.yaml", text))
    writer("github")(reported_files([CheckedFile(document, check_document(document))]), stream)
    first = stream.getvalue().splitlines()[0]
    assert first == (
        "::error file=a%2Cb%3Ac%25.yaml,line=2,endLine=2,col=7,endColumn=18,title=bad-name::The component name "
        "`100%25, a:b` has characters that it cannot have: it is made of letters, digits, `_` and `-`.%0AWrite "
        "`100-a-b`, for example."
    )


def test_github_knows_three_weights() -> None:
    lines = written("github", job=JOB.replace("contributor: ada\n", "")).splitlines()
    assert [line.split(" ", 1)[0] for line in lines[:-1]] == ["::notice", "::warning", "::error"]
    assert lines[-1] == "1 error, 1 warning, 1 note found in 1 file."


def test_markdown_rows_stay_rows() -> None:
    report = written("markdown", mnist=DATA.replace("mnist", "'a|b <b>'"))
    rows = [line for line in report.splitlines() if line.startswith("| `mnist")]
    assert report.startswith("## 1 error found in 1 file\n")
    assert len(rows) == 1
    assert rows[0].count("|") - rows[0].count("\\|") == 5
    assert "`a\\|b <b>`" in rows[0]
