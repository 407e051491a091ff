"""A fake of kubectl and a cluster for `run.sh`: it runs each container as a local process.

Its state is in the folder FAKE_STATE: `calls` (the arguments of each call, in JSON), `objects.json` (the created
objects), a folder with the files of each container, `INDEX.state` and `INDEX.log` of each container.
"""

import base64
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import yaml

STATE = Path(os.environ["FAKE_STATE"])
FOLDER = "/opt/paicatalog"
Object = dict[str, Any]


def main(words: list[str]) -> int:
    with (STATE / "calls").open("a") as log:
        log.write(json.dumps(words) + "\n")
    words = [word for word in words if not word.startswith("--namespace=")]
    if words[0] == "container":
        container(words[1], int(words[2]))
    elif os.environ.get("FAKE_DOWN") and (STATE / "objects.json").exists() and words[0] == "get":
        return 1
    elif words[0] == "create":
        keep([each for each in yaml.safe_load_all(sys.stdin) if each])
    elif words[0] == "apply":
        apply(words[-1].partition("=")[2])
    elif words[0] == "get":
        sys.stdout.write(got(words))
    elif words[0] == "logs":
        show(words[-1])
    elif words[0] == "delete":
        delete(words[1:])
    return 0


def objects() -> dict[str, Object]:
    file = STATE / "objects.json"
    return json.loads(file.read_text()) if file.exists() else {}


def keep(listed: list[Object]) -> None:
    new = {f"{each['kind'].lower()}/{each['metadata']['name']}": each for each in listed}
    save({**objects(), **new})


def save(found: dict[str, Object]) -> None:
    (STATE / "objects.new").write_text(json.dumps(found))
    (STATE / "objects.new").rename(STATE / "objects.json")


def apply(name: str) -> None:
    listed = list(yaml.safe_load_all(Path(name).read_text(encoding="utf-8")))
    with (STATE / "applied").open("a") as counter:
        counter.write("x")
    keep(listed)
    for job in (each for each in listed if each["kind"] == "Job"):
        for index in range(job["spec"]["completions"]):
            folder_of(job["metadata"]["name"], index).mkdir(parents=True, exist_ok=True)
            note(job["metadata"]["name"], index, "running")
            (STATE / job["metadata"]["name"] / f"{index}.log").unlink(missing_ok=True)
    for job in (each for each in listed if each["kind"] == "Job" and "FAKE_EVENTS" not in os.environ):
        for index in range(job["spec"]["completions"]):
            words = [sys.executable, __file__, "container", job["metadata"]["name"], str(index)]
            quiet: Any = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
            started = subprocess.Popen(words, start_new_session=True, **quiet)
            folder_of(job["metadata"]["name"], index).with_suffix(".pid").write_text(str(started.pid))


def folder_of(job: str, index: int) -> Path:
    return STATE / job / str(index)


def note(job: str, index: int, state: str) -> None:
    file = STATE / job / f"{index}.state"
    file.with_suffix(".new").write_text(state)
    file.with_suffix(".new").rename(file)


def state_of(job: str, index: int) -> str:
    return (STATE / job / f"{index}.state").read_text()


def container(job: str, index: int) -> None:
    """Run one container, and restart it as often as allowed."""
    kept = objects()
    spec = kept[f"job/{job}"]["spec"]
    (own,) = spec["template"]["spec"]["containers"]
    folder = folder_of(job, index)
    (folder / "hosts").touch()
    for key, text in kept[f"configmap/{spec['template']['spec']['subdomain']}"]["data"].items():
        here = (
            text.replace("/etc/hosts", str(folder / "hosts"))
            .replace("-ge 45 ]", "-ge 0 ]")
            .replace("sleep 2", "sleep 0.1")
        )
        (folder / key).write_bytes(here.encode())
    words = [word.replace(FOLDER, str(folder)) for word in own["command"]]
    for failures in range(spec["backoffLimitPerIndex"] + 1):
        with (STATE / job / f"{index}.log").open("a") as log:
            done = subprocess.Popen(
                words,
                cwd=folder,
                env=environment(own, index, failures, kept),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        if done.wait() == 0:
            break
    (STATE / job / f"{index}.code").write_text(f"{done.returncode}\n")
    note(job, index, "failed" if done.returncode else "succeeded")


def environment(own: Object, index: int, failures: int, kept: dict[str, Object]) -> dict[str, str]:
    fields = {"status.podIP": f"10.9.9.{index}", "job-index-failure-count']": str(failures)}
    found = {"PATH": os.environ["PATH"], "FAKE_STATE": str(STATE), "JOB_COMPLETION_INDEX": str(index)}
    for each in own["env"]:
        source = each.get("valueFrom", {})
        if "value" in each:
            found[each["name"]] = each["value"]
        elif path := source.get("fieldRef", {}).get("fieldPath"):
            found[each["name"]] = next((value for end, value in fields.items() if path.endswith(end)), "")
        else:
            reference = source["secretKeyRef"]
            data = kept[f"secret/{reference['name']}"]["data"] or {}
            if reference["key"] in data:
                found[each["name"]] = base64.b64decode(data[reference["key"]]).decode()
            elif not reference.get("optional"):
                raise KeyError(reference["key"])
    return found


def got(words: list[str]) -> str:
    wanted = words[-1]
    if "--ignore-not-found" in words:
        asked = [word for word in words if "/" in word]
        return "".join(f"{each}\n" for each in asked if each in objects() or each in os.environ.get("FAKE_THERE", ""))
    jobs = {name: each for name, each in objects().items() if name.startswith("job/")}
    if "backoffLimitPerIndex" in wanted:
        return "" if os.environ.get("FAKE_OLD") else " ".join(["0"] * len(jobs))
    if words[1] == "events":
        return os.environ.get("FAKE_EVENTS", "")
    if "exitCode" in wanted:
        return "".join(file.read_text() for file in sorted(STATE.glob("*/*.code")))
    return "".join(pods(each) if words[1] == "pods" else told(each) for each in jobs.values())


def told(job: Object) -> str:
    """Return a line of the status of Jobs that `run.sh` queries."""
    name, spec = job["metadata"]["name"], job["spec"]
    states = [state_of(name, index) for index in range(spec["completions"])]
    listed = {which: [str(i) for i, state in enumerate(states) if state == which] for which in ("succeeded", "failed")}
    ended = ""
    if len(listed["failed"]) > spec.get("maxFailedIndexes", len(states)):
        ended = "FailureTarget=True Failed=True "
    elif "running" not in states:
        ended = "Failed=True " if listed["failed"] else "SuccessCriteriaMet=True Complete=True "
    role = job["metadata"]["annotations"]["paicatalog/task-role"]
    return f"{name}|{role}|{len(states)}|{','.join(listed['succeeded'])}|{','.join(listed['failed'])}|{ended}\n"


def pods(job: Object) -> str:
    if "FAKE_EVENTS" in os.environ:
        return ""
    name, role = job["metadata"]["name"], job["metadata"]["annotations"]["paicatalog/task-role"]
    mark = len((STATE / "applied").read_text())
    return "".join(f"{name}-{index}-x{mark}|{role}|Running|\n" for index in range(job["spec"]["completions"]))


def show(pod: str) -> None:
    job, _, index = pod.removeprefix("pod/").rpartition("-")[0].rpartition("-")
    shown = 0
    while True:
        over = state_of(job, int(index)) != "running"
        log = STATE / job / f"{index}.log"
        text = log.read_text() if log.exists() else ""
        sys.stdout.write(text[shown:])
        sys.stdout.flush()
        shown = len(text)
        if over:
            return
        time.sleep(0.05)


def delete(words: list[str]) -> None:
    kept = objects()
    gone = [name for name in kept if name in words or (words[-1] == "jobs" and name.startswith("job/"))]
    for name in gone:
        folder = STATE / name.removeprefix("job/")
        for file in folder.glob("*.pid") if name.startswith("job/") else ():
            if state_of(folder.name, int(file.stem)) == "running":
                os.killpg(int(file.read_text()), signal.SIGKILL)
                note(folder.name, int(file.stem), "gone")
    save({name: each for name, each in kept.items() if name not in gone})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
