"""The folder for OpenPAI, used as described in its README, sends requests that the REST API accepts."""

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from paicatalog.protocol.document import SourceFile
from paicatalog.protocol.read import parse
from paicatalog.protocol.yaml.dump import dump
from paicatalog.reproduce.job.request import Request
from paicatalog.reproduce.openpai.platform import openpai_instructions
from paicatalog.reproduce.shell.code import YamlValue, plain

Job = Callable[..., dict[str, Any]]

PROGRAMS = {"bash": ["bash", "submit.sh"], "python": [sys.executable, "submit.py"]}
TEXT = """\
protocolVersion: 2
name: "demo" # its name
type: job
description: |
  name: stays
  ü\\n $x
prerequisites: [{type: dockerimage, name: image, uri: "python:3.12"}]
parameters:
  lr: 0.1 # the rate
  text: 'it''s'
secrets:
  token: "******" # from the portal
  login: {user: ada, password: }
taskRoles:
  worker:
    dockerImage: image
    resourcePerInstance: {cpu: 1, memoryMB: 1024, gpu: 0}
    commands:
      - echo <% $parameters.lr %>
"""


class Cluster(ThreadingHTTPServer):
    """A server that sends the given responses and records requests."""

    requests: list[tuple[str, str, dict[str, str], str]]
    answers: list[tuple[int, str]]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Cluster

    def log_message(self, *args: object) -> None:
        """Log nothing."""

    def _record(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self.server.requests.append((self.command, self.path, dict(self.headers), body))
        code, answer = self.server.answers.pop(0) if self.server.answers else (202, "{}")
        self.send_response(code)
        if code == 302:
            self.send_header("Location", f"{self.server.address}/elsewhere")
        self.end_headers()
        self.wfile.write(answer.encode())

    do_GET = do_POST = do_PUT = _record  # noqa: N815 (the server looks these names up)


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """Return a local server."""
    server = Cluster(("127.0.0.1", 0), _Handler)
    server.requests, server.answers = [], []
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Write the files of an export."""

    def write(text: str, cluster: str, **options: Any) -> Path:
        data = parse(SourceFile("", text.encode())).data
        found = openpai_instructions(Request(data=data, text=text, name=data["name"], cluster=cluster, **options))
        for file in found.files:
            target = tmp_path / file.name
            target.write_bytes(plain(file.content).encode())
            target.chmod(0o755 if file.executable else 0o644)
        return tmp_path

    return write


def call(folder: Path, program: str, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    known = {"PATH": os.environ["PATH"], "PAI_USER": "ada", "PAI_TOKEN": "to'k$en", "PAI_INTERVAL": "0.01"}
    return subprocess.run(
        [*PROGRAMS[program], *arguments],
        cwd=folder,
        env={**known, **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


SECRETS = {"PAI_SECRET_token": "s", "PAI_SECRET_login_user": "u", "PAI_SECRET_login_password": "p"}


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_job_is_submitted_watched_and_stopped(
    cluster: Cluster, folder: Callable[..., Path], program: str, hostile: str
) -> None:
    there = folder(TEXT, cluster.address)
    secrets = {**SECRETS, "PAI_SECRET_login_password": hostile}
    done = call(there, program, **secrets)
    assert done.returncode == 0, done.stderr
    name = done.stdout.removesuffix("\n")
    assert name.startswith("demo-2") and name in done.stderr
    (post,) = cluster.requests
    assert post[:2] == ("POST", "/rest-server/api/v2/jobs")
    assert post[2]["Authorization"] == "Bearer to'k$en" and post[2]["Content-Type"] == "text/yaml"
    found = parse(SourceFile("", post[3].encode()))
    assert found.valid
    assert found.data["secrets"] == {"token": "s", "login": {"user": "u", "password": hostile}}
    assert found.data == yaml.safe_load(TEXT) | {"name": name, "secrets": found.data["secrets"]}
    assert f"name: {name}\n" in post[3] and "# from the portal" in post[3] and "lr: 0.1 # the rate" in post[3]
    assert hostile not in done.stdout + done.stderr
    assert not [path for path in there.rglob("*") if path.is_file() and hostile in path.read_text()]


@pytest.mark.parametrize("program", PROGRAMS)
def test_its_end_is_waited_for(cluster: Cluster, folder: Callable[..., Path], program: str) -> None:
    there = folder(TEXT, cluster.address)
    states = [(200, json.dumps({"name": "x", "jobStatus": {"state": state}})) for state in ("WAITING", "RUNNING")]
    for last, code in (("SUCCEEDED", 0), ("FAILED", 1), ("STOPPED", 143)):
        cluster.answers = [*states, states[1], (200, json.dumps({"jobStatus": {"state": last}}))]
        done = call(there, program, "watch", "demo-1")
        assert (done.returncode, done.stdout) == (code, f"WAITING\nRUNNING\n{last}\n")
    assert {request[1] for request in cluster.requests} == {"/rest-server/api/v2/jobs/ada~demo-1"}
    cluster.answers = [states[1]]
    assert call(there, program, "status", "demo-1").stdout == "RUNNING\n"
    cluster.requests = []
    assert call(there, program, "stop", "demo-1").returncode == 0
    ((method, path, headers, body),) = cluster.requests
    assert (method, path) == ("PUT", "/rest-server/api/v2/jobs/ada~demo-1/executionType")
    assert (headers["Content-Type"], body) == ("application/json", '{"value": "STOP"}')
    assert headers["Authorization"] == "Bearer to'k$en"


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_refusal_is_told_and_fails(cluster: Cluster, folder: Callable[..., Path], program: str) -> None:
    there = folder(TEXT, cluster.address)
    for code, answer in ((401, "no such user"), (409, "Job name\x1b[31m exists"), (500, "")):
        cluster.answers = [(code, json.dumps({"code": "X", "message": answer}) if answer else "")]
        done = call(there, program, **SECRETS)
        assert (done.returncode, done.stdout) == (125, "")
        assert f"HTTP {code}" in done.stderr and answer.split("\x1b")[0] in done.stderr and "\x1b" not in done.stderr
    cluster.answers = [(200, "<html>")]
    assert "tells no state" in call(there, program, "watch", "x").stderr
    done = call(there, program, PAI_CLUSTER="http://127.0.0.1:9", **SECRETS)
    assert done.returncode == 125 and "cannot be reached" in done.stderr


CONTROLLING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200f\u202a-\u202e\u2066-\u2069]")
CONTROLS = "\x1b]0;title\x07 \x9b31m \u202eabc \u2066 \u200f \x7f"


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("code", [200, 400])
@pytest.mark.parametrize(
    "answer",
    [
        CONTROLS,
        json.dumps({"message": CONTROLS}),
        json.dumps({"message": CONTROLS}, ensure_ascii=False),
        json.dumps({"jobStatus": {"state": CONTROLS}}),
        json.dumps({"jobStatus": {"state": [CONTROLS], "appExitCode": -1}}),
        "[" * 200_000,
        '{"message":' * 100_000,
        "x" * 3_000_000,
    ],
    ids=["text", "json", "raw-json", "state", "odd-state", "deep-list", "deep-object", "long"],
)
def test_a_hostile_answer_is_told_in_a_sentence(
    cluster: Cluster, folder: Callable[..., Path], program: str, code: int, answer: str
) -> None:
    cluster.answers = [(code, answer)]
    done = call(folder(TEXT, cluster.address), program, "status", "x")
    assert "Traceback" not in done.stderr
    assert len(done.stdout + done.stderr) < 3_000
    assert not CONTROLLING.search(done.stdout + done.stderr)


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_token_goes_nowhere_else(
    cluster: Cluster, folder: Callable[..., Path], tmp_path: Path, program: str
) -> None:
    cluster.answers = [(302, "")]
    (tmp_path / ".curlrc").write_text("location-trusted\n")
    done = call(folder(TEXT, cluster.address), program, HOME=str(tmp_path), **SECRETS)
    assert done.returncode == 125 and "HTTP 302" in done.stderr
    assert [request[1] for request in cluster.requests] == ["/rest-server/api/v2/jobs"]


WRONG: list[tuple[list[str], dict[str, str], str]] = [
    (["sumbit"], {}, 'There is no "sumbit"'),
    (["stop"], {}, "Which job?"),
    (["stop", "../x"], {}, "letters, digits"),
    ([], {"PAI_CLUSTER": "file:///etc"}, "is no address"),
    ([], {"PAI_TOKEN": "two words"}, "holds no token"),
    ([], {"PAI_TOKEN": "a\nX-Header: b"}, "holds no token"),
    ([], {"PAI_USER": "../.."}, "holds no OpenPAI user name"),
]


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("case", WRONG, ids=[words for _, _, words in WRONG])
def test_wrong_use_is_told(
    cluster: Cluster, folder: Callable[..., Path], program: str, case: tuple[list[str], dict[str, str], str]
) -> None:
    arguments, variables, words = case
    done = call(folder(TEXT, cluster.address), program, *arguments, **variables)
    assert done.returncode == 125 and words in done.stderr
    assert not cluster.requests


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_nobody_answers_is_named(cluster: Cluster, folder: Callable[..., Path], program: str) -> None:
    done = call(folder(TEXT, cluster.address), program)
    assert done.returncode == 125 and "PAI_SECRET_token" in done.stderr and not cluster.requests


def test_the_shell_asks_on_its_input(cluster: Cluster, folder: Callable[..., Path]) -> None:
    there = folder(TEXT, cluster.address)
    done = subprocess.run(
        ["bash", "submit.sh", "submit", "mine"],
        cwd=there,
        env={"PATH": os.environ["PATH"]},
        input="ada\ntoken\none \\n\nu\np",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "mine\n"), done.stderr
    assert "OpenPAI token: " in done.stderr and "secrets.login.password: " in done.stderr
    sent = parse(SourceFile("", cluster.requests[0][3].encode())).data
    assert sent["secrets"] == {"token": "one \\n", "login": {"user": "u", "password": "p"}}


def test_no_secret_is_an_argument_of_any_program(cluster: Cluster, folder: Callable[..., Path], tmp_path: Path) -> None:
    there = folder(TEXT, cluster.address)
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("curl", "sed", "grep", "date", "dirname", "tr"):
        own = programs / name
        own.write_text(f'#!/bin/bash\nprintf "%s\\n" "$@" >>{tmp_path}/arguments\nexec /usr/bin/{name} "$@"\n')
        own.chmod(0o755)
    variables = {key: f"swordfish-{key}" for key in SECRETS}
    done = call(there, "bash", PATH=f"{programs}:{os.environ['PATH']}", **{**variables, "PAI_TOKEN": "swordfish"})
    assert done.returncode == 0, done.stderr
    assert "swordfish" in cluster.requests[0][3]
    assert "swordfish" not in (tmp_path / "arguments").read_text()


def test_the_file_can_be_filled_in_by_hand(cluster: Cluster, folder: Callable[..., Path]) -> None:
    there = folder(TEXT, cluster.address)
    file = there / "demo.yaml"
    filled = file.read_text().replace('"<PAI_SECRET_token>"', "mine").replace("  user:", " user:")
    file.write_text(filled)
    for program in PROGRAMS:
        variables = {key: value for key, value in SECRETS.items() if key != "PAI_SECRET_token"}
        assert call(there, program, **variables).returncode == 0
        assert "token: mine" in cluster.requests[-1][3]
    file.write_text(filled.replace("name: demo", "'name': demo"))
    for program in PROGRAMS:
        done = call(there, program, **SECRETS)
        assert done.returncode == 125 and "no line of its own for the name" in done.stderr


def content(text: str, **options: Any) -> str:
    data = parse(SourceFile("", text.encode())).data
    request = Request(data=data, text=text, name=data["name"], cluster="https://pai.example.com", **options)
    found = openpai_instructions(request)
    return plain(found.files[0].content)


def test_comments_stay_and_choices_are_in_the_file() -> None:
    deployments = "deployments:\n  - {name: prod, taskRoles: {worker: {preCommands: [date]}}}\n"
    made = content(TEXT + deployments, parameters={"lr": 2, "text": "a: b"}, deployment="prod")
    assert (
        made
        == (TEXT + deployments)
        .replace('name: "demo" #', "name: demo #")
        .replace("lr: 0.1 ", "lr: 2 ")
        .replace("'it''s'", "'a: b'")
        .replace('"******"', '"<PAI_SECRET_token>"')
        .replace("user: ada, password: }", 'user: "<PAI_SECRET_login_user>", password: "<PAI_SECRET_login_password>"}')
        + "defaults:\n  deployment: prod\n"
    )


@pytest.mark.parametrize(
    "name",
    [
        "name: demo",
        "name:\n  demo",
        "'name': 'demo'",
        "? name\n: demo",
        "name: &n demo\nversion: *n",
        "name: !!str demo",
        'name: demo\ndescription: "a\nname: x"',
        'name: "de\\\n  mo"',
    ],
)
def test_the_name_has_one_line_of_its_own(name: str) -> None:
    text = TEXT.replace('name: "demo" # its name', name)
    made = content(text)
    found = parse(SourceFile("", made.encode()))
    assert found.valid and found.data["name"] == "demo"
    assert [line for line in made.splitlines() if line.startswith("name:")] == ["name: demo"]


def test_json_and_other_odd_files_are_written_anew(job: Job) -> None:
    data = job(secrets={"token": "x", "list": ["y", True, "<% $secrets.token %>"]})
    data["prerequisites"][0]["auth"] = {"username": "u", "password": "literal"}
    for text in (json.dumps(data), dump(data, flow=True), dump(data).replace("\n", "\r\n"), ""):
        found = openpai_instructions(Request(data=data, text=text, name="demo", cluster="https://pai.example.com"))
        made = plain(found.files[0].content)
        assert "\nname: demo\n" in made and "literal" not in made
        marks = {"token": "<PAI_SECRET_token>", "list": ["<PAI_SECRET_list_0>", True, "<% $secrets.token %>"]}
        assert yaml.safe_load(made)["secrets"] == marks
        auth = {"username": "u", "password": "<PAI_SECRET_password_of_image>"}
        assert yaml.safe_load(made)["prerequisites"][0]["auth"] == auth
        assert "PAI_SECRET_password_of_image" in found.steps[0].text
        # The scripts find each mark by its quotes.
        assert all(made.count(f'"<{name}>"') == 1 for name in ("PAI_SECRET_token", "PAI_SECRET_password_of_image"))


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("form", ["block", "flow", "escaped"])
def test_a_secret_gets_into_its_own_place_only(
    job: Job, cluster: Cluster, folder: Callable[..., Path], program: str, form: str
) -> None:
    """The commands of a job can be read by everyone on the cluster."""
    commands = ('echo "<PAI_SECRET_token>" "<PAI_SECRET_token_2>"', "name: x")
    data = job(*commands, secrets={"token": "x"}, description='"<PAI_SECRET_token>"')
    text = {
        "block": dump(data),
        "flow": dump(data, flow=True),
        "escaped": json.dumps(data).replace("<", "\\u003c"),
    }[form]
    there = folder(text, cluster.address)
    variables = {f"PAI_SECRET_token{tail}": "hidden" for tail in ("", "_2", "_3")}
    done = call(there, program, **variables)
    assert done.returncode == 0, done.stderr
    sent = yaml.safe_load(cluster.requests[0][3])
    assert sent["secrets"] == {"token": "hidden"}
    assert sent["taskRoles"] == data["taskRoles"] and sent["description"] == data["description"]


def test_secrets_that_look_alike_have_names_of_their_own(job: Job) -> None:
    data = job(secrets={"a-b": "x", "a_b": "y", "ü": "z", "<PAI_SECRET_a_b>": "<PAI_SECRET_a_b>"})
    made = content(dump(data))
    marks = list(yaml.safe_load(made)["secrets"].values())
    assert len(set(marks)) == 4
    assert all(made.count(f'"{mark}"') == 1 or f"'{mark}'" in made or mark in made for mark in marks)


def test_parameters_can_be_refilled_in_the_page() -> None:
    data = parse(SourceFile("", TEXT.encode())).data
    found = openpai_instructions(Request(data=data, text=TEXT, name="demo", cluster="https://pai.example.com"))
    values = [part for part in found.files[0].content if isinstance(part, YamlValue)]
    assert [(value.text, value.reference) for value in values] == [
        ("0.1", "$parameters.lr"),
        ("'it''s'", "$parameters.text"),
    ]


def test_hostile_addresses_are_quoted(folder: Callable[..., Path]) -> None:
    there = folder(TEXT, "http://127.0.0.1:9/$(touch owned)'`touch owned`\"; touch owned #@FILE@")
    for program in PROGRAMS:
        assert "is no address" in call(there, program, **SECRETS).stderr
    assert not list(there.rglob("owned"))


def test_shellcheck_has_nothing_to_say(shellcheck: Callable[[str], None]) -> None:
    data = parse(SourceFile("", TEXT.encode())).data
    for text in (TEXT, dump({key: value for key, value in data.items() if key != "secrets"})):
        own = parse(SourceFile("", text.encode())).data
        found = openpai_instructions(Request(data=own, text=text, name="demo", cluster="https://pai.example.com"))
        shellcheck(plain(next(file for file in found.files if file.name == "submit.sh").content))


def test_the_portal_is_another_way() -> None:
    data = parse(SourceFile("", TEXT.encode())).data
    request = Request(data=data, text=TEXT, name="demo", cluster="https://pai.example.com")
    text = openpai_instructions(request).steps[-1].text
    assert "https://pai.example.com" in text and "Submit Job" in text and "Edit YAML" in text
    assert "`<PAI_SECRET_token>`" in text
