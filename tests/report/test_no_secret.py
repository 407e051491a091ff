"""No format shows a secret, wherever it occurs in the files and whatever problems they have."""

from collections.abc import Callable

import pytest

from paicatalog.report import FORMATS

SECRET = "Hunter2Swordfish"
TOKEN = "ghp_" + "a1B2" * 10
LOGIN = "https://bob:s3cretpass@host.example/x"
JOB = """protocolVersion: 2
name: hello
type: job
prerequisites:
  - {type: dockerimage, name: python, uri: "python:3.12-slim"}
secrets: {token: Hunter2Swordfish}
taskRoles:
  main:
    dockerImage: python
    resourcePerInstance: {cpu: 1, memoryMB: 1024, gpu: 0}
    commands: ["echo <% $secrets.token %>"]
"""
GIVEN = "secrets: {token: Hunter2Swordfish}"
IMAGE = '"python:3.12-slim"}'
CASES = {
    "in its place": JOB,
    "a scalar for secrets": JOB.replace(GIVEN, f"secrets: {SECRET}"),
    "a list of secrets": JOB.replace(GIVEN, f"secrets: [{SECRET}]"),
    "nested": JOB.replace(GIVEN, f"secrets: {{a: {{b: [{SECRET}]}}}}"),
    "several lines": JOB.replace(GIVEN, f"secrets:\n  key: |\n    {SECRET}\n    more of it").replace(
        "<%", f"{SECRET} <%"
    ),
    "a tag to YAML": JOB.replace(GIVEN, f"secrets: {{token: !{SECRET} }}"),
    "password": JOB.replace(IMAGE, f'"python:3.12-slim", auth: {{username: a, password: {SECRET}}}}}'),
    "password of a wrong type": JOB.replace(IMAGE, f'"python:3.12-slim", auth: {{password: [{SECRET}]}}}}'),
    "also the name": JOB.replace("hello", SECRET),
    "also a wrong reference": JOB.replace("dockerImage: python", f"dockerImage: {SECRET}"),
    "also an unknown key": JOB + f"{SECRET}: 1\n",
    "also in a template": JOB.replace("$secrets.token", f"$parameters.{SECRET}"),
    "also in a long value": JOB.replace("type: job", "type: " + f"{SECRET}/" * 9),
    "cut at the end of a long value": JOB.replace("type: job", "type: " + "x" * 50 + SECRET),
    "in a file that is no YAML": JOB.replace(GIVEN, f"secrets: {{token: {SECRET}"),
    "in an old dialect": f"protocol_version: v2\nsecrets: {{a: {SECRET}}}\ntasks: []\n",
    "token in a command": JOB.replace("<%", f"{TOKEN} <%"),
    "token as name": JOB.replace("hello", TOKEN),
    "token as key": JOB + f"parameters: {{{TOKEN}: 1}}\n",
    "token as type": JOB.replace("type: job", f"type: {TOKEN}"),
    "token as plugin": JOB + f"extras: {{com.microsoft.pai.runtimeplugin: [{{plugin: {TOKEN}}}]}}\n",
    "token at the end of a long value": JOB.replace("type: job", "type: " + "x " * 20 + TOKEN),
    "login in an image": JOB.replace("python:3.12-slim", f"{LOGIN}:latest"),
    "login in a comment": JOB.replace("name: hello", f"name: 'a b' # {LOGIN}"),
}
SHARED = f'protocolVersion: 2\nname: python\ntype: dockerimage\nversion: "1"\nuri: {LOGIN.replace("x", "y")}\n'


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("case", CASES)
def test_no_format_shows_a_secret(write: Callable[..., str], form: str, case: str) -> None:
    report = write(form, {"job.yaml": CASES[case], "shared.yaml": SHARED})
    for secret in (SECRET, SECRET[:8], TOKEN, TOKEN[:12], "s3cretpass"):
        assert secret not in report
    assert "literal-secret" in report or "recognizable-token" in report or "yaml-syntax" in report or "old" in report


@pytest.mark.parametrize("form", FORMATS)
def test_drift_names_no_login_of_the_other_file(write: Callable[..., str], form: str) -> None:
    report = write(form, {"job.yaml": CASES["login in an image"], "shared.yaml": SHARED})
    assert "drift" in report
    assert "s3cretpass" not in report


def test_what_hides_a_secret_leaves_the_words_of_a_message(write: Callable[..., str]) -> None:
    text = write("text", {"job.yaml": JOB.replace("token: Hunter2Swordfish", "password: secret")})
    assert "`password` holds a secret written out; the catalog and its history are public." in text
    assert "password: secret" not in text
    same = write("text", {"job.yaml": JOB.replace("token: Hunter2Swordfish", "password: password")})
    assert "`password` holds a secret written out" in same


def test_a_short_secret_hides_no_other_word(write: Callable[..., str]) -> None:
    text = write("text", {"job.yaml": JOB.replace("Hunter2Swordfish", "job").replace("name: hello", "name: a b")})
    assert "error[bad-name]" in text
    assert "`a b`" in text
    assert "The job `a b` has no" in text
