"""A server that answers as OpenPAI's REST server does, and fails as networks do.

The routes are those of microsoft/pai a95d942, src/rest-server: routes/v2/job.js:32-70 (paths and what is checked in
which order), controllers/v2/job.js:185-229 (202, 403, 409), middlewares/token.js:43-69 (401), config/express.js:44-50
(the body is read before anything else, by body-parser with its default limit of 100 kB; then the limit of requests,
which answers 429) and config/express.js:83-96 (what an error looks like).
"""

import json
import socket
import threading
import time
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import yaml

TOKEN, USER = "good-token", "ada"
OTHERS_JOB = "eve~hers"
_MOST_BYTES = 100 * 1024
_PREFIX = "/rest-server/api/v2/jobs"


class OpenPaiServer(ThreadingHTTPServer):
    """Keeps jobs. `faults` happen to the next requests; `states` are the states of any job, of which the last stays."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.faults: deque[str] = deque()
        self.states: deque[str] = deque(["WAITING", "RUNNING", "SUCCEEDED"])
        self.exit_code: int | None = None
        self.jobs: dict[str, dict[str, Any]] = {OTHERS_JOB: {}}
        self.requests: list[str] = []
        self.stopping = threading.Event()
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def stop(self) -> None:
        """Stop the server, and those who wait for it."""
        self.stopping.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, *_: object) -> None:
        """Say nothing of connections that the client has closed."""


class _Handler(BaseHTTPRequestHandler):
    server: OpenPaiServer

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def _answer(self) -> None:
        self.server.requests.append(f"{self.command} {self.path}")
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.server.faults:
            self._fail(self.server.faults.popleft())
        elif len(body) > _MOST_BYTES:
            self._send(413, {"message": "request entity too large"})
        elif self.headers.get("Authorization") != f"Bearer {TOKEN}":
            self._send(401, {"code": "UnauthorizedUserError", "message": "Your token is invalid."})
        elif self.command == "POST" and self.path == _PREFIX:
            self._submit(body)
        else:
            self._one_job(body)

    do_GET = do_POST = do_PUT = _answer  # noqa: N815 (the base class looks these names up)

    def _fail(self, fault: str) -> None:
        match fault.split():
            case ["close"]:
                self.connection.shutdown(socket.SHUT_RDWR)
            case ["hang"]:
                self.server.stopping.wait(60)
            case ["slow"]:
                time.sleep(1)
                self._one_job(b"")
            case ["redirect"]:
                self._send(302, {}, Location=f"{self.server.address}/elsewhere")
            case [code]:
                self._send(int(code), None, **({"Retry-After": "1"} if code == "429" else {}))

    def _submit(self, body: bytes) -> None:
        name = yaml.safe_load(body)["name"]
        if f"{USER}~{name}" in self.server.jobs:
            self._send(409, {"code": "ConflictJobError", "message": f"Job {USER}~{name} already exists."})
            return
        self.server.jobs[f"{USER}~{name}"] = yaml.safe_load(body)
        self._send(202, {"status": 202, "message": f"Update job {name} for user {USER} successfully."})

    def _one_job(self, body: bytes) -> None:
        name, _, action = self.path.removeprefix(f"{_PREFIX}/").partition("/")
        if name not in self.server.jobs:
            self._send(404, {"code": "NoJobError", "message": f"Job {name} is not found."})
        elif self.command == "GET" and not action:
            states = self.server.states
            state = states.popleft() if len(states) > 1 else states[0]
            self._send(200, {"name": name, "jobStatus": {"state": state, "appExitCode": self.server.exit_code}})
        elif (self.command, action) == ("PUT", "executionType"):
            if name == OTHERS_JOB:
                words = f"User {USER} is not allowed to execute job {name}."
                self._send(403, {"code": "ForbiddenUserError", "message": words})
                return
            assert json.loads(body) == {"value": "STOP"}
            self.server.states = deque(["STOPPING", "STOPPED"])
            self._send(202, {"status": 202, "message": f"Execute job {name} successfully."})
        else:
            self._send(404, {"code": "NoApiError", "message": f"API {self.path} is not found."})

    def _send(self, code: int, answer: dict[str, Any] | None, **headers: str) -> None:
        text = b"<html>nginx</html>" if answer is None else json.dumps(answer).encode()
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)
