#!/usr/bin/env python3
"""Submit the job to an OpenPAI cluster, and tell how it goes. It needs nothing but Python 3.8 or later.

    python3 submit.py               submits it and prints the name it got
    python3 submit.py submit NAME   submits it under this name
    python3 submit.py status NAME   prints its state
    python3 submit.py watch NAME    waits for its end and exits with its status: 0 if it succeeds
    python3 submit.py stop NAME     stops it

PAI_CLUSTER is the cluster's address, PAI_USER your user name, PAI_TOKEN a token from your profile page in the web
portal. What is not set is asked for, the job's secrets too. They are in no file and in no program's arguments.
`watch` asks every 10 seconds, or every PAI_INTERVAL. The exit status is 125 where it is not the job that failed.
"""

from __future__ import annotations

import getpass
import http.client
import json
import os
import re
import secrets
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

CLUSTER = "@CLUSTER@"
FILE = "@FILE@"
STEM = "@STEM@"
SECRETS = {"@SECRETS@": ""}
"""Environment variable -> what it holds, in words; `"<VARIABLE>"` marks its place in the file."""
UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


MOST_BYTES = 1_000_000
"""Of an answer."""
MOST_SHOWN = 2_000
"""Characters of an answer that are printed."""
MOST_FAILURES = 30
"""So often in a row the cluster may be out of reach while a job is watched."""


class RefusedError(Exception):
    """Why it does not go on, in a sentence."""


class UnreachableError(RefusedError):
    """The cluster cannot answer, which may be over soon."""


class NoRedirection(urllib.request.HTTPRedirectHandler):
    """A token goes to the cluster that it is for, and nowhere else."""

    def redirect_request(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        return None


def main(arguments: list[str]) -> int:
    action = arguments[0] if arguments else "submit"
    job = arguments[1] if len(arguments) > 1 else new_name() if action == "submit" else ""
    actions = {"submit": submit, "status": status, "watch": watch, "stop": stop}
    try:
        if action not in actions:
            raise RefusedError(f'There is no "{action}": write submit, status, watch or stop.')
        if not job:
            raise RefusedError(f"Which job? Write: python3 submit.py {action} NAME")
        if not re.fullmatch("[A-Za-z0-9_-]+", job):
            raise RefusedError("A job's name has letters, digits, - and _ only.")
        return actions[action](Cluster(), job)
    except RefusedError as error:
        say(str(error))
        return 125


def new_name() -> str:
    return f"{STEM}-{time.strftime('%Y%m%d-%H%M%S')}-{secrets.token_hex(2)}"


class Cluster:
    """An OpenPAI cluster, and who asks it."""

    def __init__(self) -> None:
        self.address = os.environ.get("PAI_CLUSTER", CLUSTER).rstrip("/")
        if not re.fullmatch(r"https?://\S+", self.address):
            raise RefusedError(f"{self.address} is no address: set PAI_CLUSTER to one with https://")
        self.user = ask("PAI_USER", "OpenPAI user name", hidden=False)
        if not re.fullmatch("[A-Za-z0-9._@-]+", self.user):
            raise RefusedError("PAI_USER holds no OpenPAI user name.")
        self.token = ask("PAI_TOKEN", "OpenPAI token")
        if not re.fullmatch("[!-~]+", self.token):
            raise RefusedError("PAI_TOKEN holds no token: it is one word.")

    def request(self, method: str, path: str, kind: str = "", body: str | None = None) -> str:
        """Send a request and return the answer; raises RefusedError where the cluster refuses."""
        headers = {"Authorization": f"Bearer {self.token}", **({"Content-Type": kind} if kind else {})}
        data = None if body is None else body.encode("utf-8")
        asked = urllib.request.Request(
            f"{self.address}/rest-server/api/v2/{path}", data=data, headers=headers, method=method
        )
        try:
            seconds = float(os.environ.get("PAI_TIMEOUT", "60"))
            with urllib.request.build_opener(NoRedirection).open(asked, timeout=seconds) as answer:
                return str(answer.read(MOST_BYTES).decode("utf-8", "replace"))
        except urllib.error.HTTPError as error:
            if error.code == 413:
                raise RefusedError(
                    f"{FILE} is longer than the cluster takes, usually 100 kB (HTTP 413): let its commands download "
                    "what is long."
                ) from error
            reason = message(error.read(MOST_BYTES).decode("utf-8", "replace")) or error.reason
            # Behind a proxy, and under a limit of requests, these are over soon.
            kind_of_error = UnreachableError if error.code == 429 or error.code >= 500 else RefusedError
            raise kind_of_error(f"The cluster refused (HTTP {error.code}): {reason}") from error
        except (OSError, http.client.HTTPException) as error:
            why = getattr(error, "reason", error)
            raise UnreachableError(f"{self.address} cannot be reached: {why}.") from error


def submit(cluster: Cluster, job: str) -> int:
    text = named(Path(__file__).resolve().with_name(FILE).read_text(encoding="utf-8"), job)
    cluster.request("POST", "jobs", "text/yaml", filled_in(text))
    say(f"The cluster took the job: {cluster.address}/job-detail.html?username={cluster.user}&jobName={job}")
    say(f"Watch it with python3 submit.py watch {job}, stop it with python3 submit.py stop {job}")
    sys.stdout.write(f"{job}\n")
    return 0


def named(text: str, job: str) -> str:
    text, found = re.subn(r"^name: .*$", f"name: {job}", text, flags=re.MULTILINE)
    if found != 1:
        raise RefusedError(f'{FILE} has no line of its own for the name: write it as "name: {job}"')
    return text


def filled_in(text: str) -> str:
    """Put each secret in the place that is marked for it."""
    marks = {f'"<{variable}>"': variable for variable in SECRETS}
    if not marks:
        return text
    pieces = re.split(f"({'|'.join(marks)})", text)
    return "".join(quoted(ask(marks[piece], SECRETS[marks[piece]])) if piece in marks else piece for piece in pieces)


def quoted(value: str) -> str:
    """Return a value as YAML in double quotes."""
    return UNSAFE.sub(lambda char: f"\\u{ord(char[0]):04x}", json.dumps(value, ensure_ascii=False))


def status(cluster: Cluster, job: str) -> int:
    sys.stdout.write(f"{state(cluster, job)[0]}\n")
    return 0


def state(cluster: Cluster, job: str) -> tuple[str, int]:
    """Return the state of a job and the exit status that it has if it failed."""
    answer = cluster.request("GET", f"jobs/{cluster.user}~{job}")
    try:
        found = json.loads(answer)["jobStatus"]
        code = found.get("appExitCode")
        # OpenPAI has numbers of its own for failures that are not the commands'.
        return clean(str(found["state"])), code if isinstance(code, int) and 0 < code < 256 else 1
    except (AttributeError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise RefusedError(f"The cluster's answer tells no state: {clean(answer)}") from error


def watch(cluster: Cluster, job: str) -> int:
    last, failures = "", 0
    while True:
        try:
            now, code = state(cluster, job)
        except UnreachableError as error:
            failures += 1
            if failures == MOST_FAILURES:
                raise RefusedError(f"{error} The job goes on: watch it again later.") from error
            if failures == 1:
                say(f"{error} It is asked again.")
        else:
            failures = 0
            if now != last:
                sys.stdout.write(f"{now}\n")
                sys.stdout.flush()
            ends = {"SUCCEEDED": 0, "FAILED": code, "STOPPED": 143}
            if now in ends:
                return ends[now]
            last = now
        time.sleep(float(os.environ.get("PAI_INTERVAL", "10")))


def stop(cluster: Cluster, job: str) -> int:
    cluster.request("PUT", f"jobs/{cluster.user}~{job}/executionType", "application/json", '{"value": "STOP"}')
    say(f"The cluster is stopping {job}.")
    return 0


def ask(variable: str, question: str, *, hidden: bool = True) -> str:
    if variable in os.environ:
        return os.environ[variable]
    if not sys.stdin.isatty():
        raise RefusedError(f"There is no answer: set the environment variable {variable}.")
    if hidden:
        return getpass.getpass(f"{question}: ")
    sys.stderr.write(f"{question}: ")
    sys.stderr.flush()
    return sys.stdin.readline().rstrip("\n")


def message(answer: str) -> str:
    """Return the words in the server's JSON, else all of it."""
    try:
        found = json.loads(answer)
    except (ValueError, RecursionError):
        found = None
    words = found.get("message") if isinstance(found, dict) else None
    return clean(words if isinstance(words, str) else answer)


def clean(text: str) -> str:
    """Return the start of a text without what controls a terminal."""
    return "".join(char for char in text[:MOST_SHOWN] if char.isprintable() or char == "\n").strip()


def say(words: str) -> None:
    sys.stderr.write(f"{words}\n")


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(main(sys.argv[1:]))
