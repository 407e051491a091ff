"""The steps for OpenPAI, pasted into a shell, send a cluster what its REST API takes."""

import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from paicatalog.reproduce.code import plain
from paicatalog.reproduce.instructions import Instructions
from paicatalog.reproduce.platforms import instructions

Job = Callable[..., dict[str, Any]]
Paste = Callable[..., subprocess.CompletedProcess[str]]
AllCode = Callable[[Instructions], str]

FILE = 'protocolVersion: 2\nname: "demo" # its name\ntype: job\ndescription: |\n  name: stays\n  ü\\n $x\n'
URL = "https://catalog.example.com/raw/job/demo.yaml"


class Cluster(ThreadingHTTPServer):
    """Serves a protocol file and remembers what else is asked of it."""

    requests: list[tuple[str, str, dict[str, str], str]]


class _Handler(BaseHTTPRequestHandler):
    server: Cluster

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def _answer(self, body: str) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body.encode())

    def _record(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self.server.requests.append((self.command, self.path, dict(self.headers), body))
        self._answer("{}")

    def do_GET(self) -> None:
        if self.path.startswith("/raw/"):
            self._answer(FILE)
        else:
            self._record()

    do_POST = do_PUT = _record  # noqa: N815 (the server looks these names up)


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """A server on this machine."""
    server = Cluster(("127.0.0.1", 0), _Handler)
    server.requests = []
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def openpai(data: dict[str, Any], **options: Any) -> Instructions:
    return instructions(data, platform="openpai", **{"cluster": "https://pai.example.com", **options})


def test_pasting_all_steps_submits_watches_and_stops_the_job(
    job: Job, paste: Paste, all_code: AllCode, cluster: Cluster
) -> None:
    address = f"http://127.0.0.1:{cluster.server_port}"
    found = openpai(job(), cluster=f"{address}/", file_url=f"{address}/raw/job/demo.yaml")
    done = paste(all_code(found), PAI_USER="ada", PAI_TOKEN="to'k$en")
    assert done.returncode == 0, done.stderr
    (post, watch, stop) = cluster.requests
    name = watch[1].rpartition("~")[2]
    assert name.startswith("demo-2") and f"name: {name}\n" in done.stdout
    assert post[:2] == ("POST", "/rest-server/api/v2/jobs")
    assert post[2]["Authorization"] == "Bearer to'k$en" and post[2]["Content-Type"] == "text/yaml"
    assert post[3] == FILE.replace('name: "demo" # its name', f"name: {name}")
    assert watch[:2] == ("GET", f"/rest-server/api/v2/jobs/ada~{name}")
    assert stop[:2] == ("PUT", f"/rest-server/api/v2/jobs/ada~{name}/executionType")
    assert (stop[2]["Content-Type"], stop[3]) == ("application/json", '{"value": "STOP"}')
    assert watch[2]["Authorization"] == stop[2]["Authorization"] == "Bearer to'k$en"


def test_the_token_is_no_argument_of_any_program(job: Job, paste: Paste, all_code: AllCode, tmp_path: Any) -> None:
    curl = tmp_path / "programs" / "curl"
    curl.write_text(f'#!/bin/bash\nprintf "%s\\n" "$@" >>{tmp_path}/arguments\ncat >>{tmp_path}/input\n')
    curl.chmod(0o755)
    paste(all_code(openpai(job())), PAI_USER="ada", PAI_TOKEN="swordfish")
    assert "swordfish" not in (tmp_path / "arguments").read_text()
    assert (tmp_path / "input").read_text() == "Authorization: Bearer swordfish\n" * 3


def test_user_and_token_are_asked_for(job: Job, paste: Paste) -> None:
    identity = next(step for step in openpai(job()).steps if "who you are" in step.text)
    assert identity.code
    done = paste(f"{plain(identity.code)}ada\ntoken\nprintenv PAI_USER PAI_TOKEN\n")
    assert done.stdout.endswith("ada\ntoken\n")


def test_without_an_address_the_file_is_taken_from_the_page(job: Job) -> None:
    first = openpai(job()).steps[0]
    assert "demo.yaml" in first.text and first.code is None


def test_a_job_that_needs_bundling_takes_the_bundled_file(job: Job, all_code: AllCode) -> None:
    bundled = "https://catalog.example.com/bundled/demo.yaml"
    found = openpai(job(), file_url=URL, needs_bundling=True, bundled_url=bundled)
    assert "bundled" in found.steps[0].text
    assert bundled in all_code(found) and URL not in all_code(found)


def test_what_the_catalog_does_not_hold_is_named_and_never_shown(job: Job) -> None:
    data = job(secrets={"login": {"name": "n1-literal"}, "key": "k1-literal"})
    data["prerequisites"][0]["auth"] = {"username": "u", "password": "p1-literal"}
    found = openpai(data)
    fill = next(step for step in found.steps if "fill in" in step.text)
    assert "secrets.login.name, secrets.key, auth.password of image" in fill.text
    assert "literal" not in str(found)
    assert not any("fill in" in step.text for step in openpai(job()).steps)


def test_choices_are_made_in_the_file(job: Job) -> None:
    text = " ".join(step.text for step in openpai(job(), parameters={"lr": 1}, deployment="prod").steps)
    assert "set the parameters lr" in text and "set defaults.deployment to prod" in text


def test_the_portal_is_another_way(job: Job) -> None:
    text = openpai(job()).steps[-1].text
    assert "https://pai.example.com" in text and "Submit Job" in text and "Edit YAML" in text


def test_hostile_addresses_are_quoted(job: Job, paste: Paste, all_code: AllCode, tmp_path: Any) -> None:
    bad = "http://127.0.0.1:9/$(touch owned)'`touch owned`"
    paste(all_code(openpai(job(), cluster=bad, file_url=bad)), PAI_USER="ada", PAI_TOKEN="x")
    assert not list(tmp_path.rglob("owned"))


def test_shellcheck_has_nothing_to_say(job: Job, all_code: AllCode, shellcheck: Callable[[str], None]) -> None:
    shellcheck("#!/bin/bash\n" + all_code(openpai(job(), file_url=URL)))
