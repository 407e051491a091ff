"""What only a real Slurm shows: who gets its signals, what it waits for, and what it passes on."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from exports import job, write_export
from sandbox import wait_until
from slurm_cluster import KILL_WAIT, NODES, SlurmCluster

MakeFolder = Callable[..., Path]
pytestmark = [pytest.mark.engine, pytest.mark.xdist_group("engine-slurm")]

SAVES = """\
exec python3 -u - <<'PY'
import signal, subprocess, sys, time
def save(*_):
    print("saving")
    time.sleep(1)
    print("saved", subprocess.run(["cat", "/etc/hostname"], capture_output=True).returncode)
    sys.exit(0)
signal.signal(signal.SIGTERM, save)
print("training")
while True:
    time.sleep(0.1)
PY
"""
WAITS = {"commands": ["exec sleep 300"]}


def test_the_end_of_one_role_lets_the_others_save(slurm: SlurmCluster, folder: MakeFolder) -> None:
    roles = {
        "chief": {"completion": {"minSucceededInstances": 1}, "commands": ["sleep 2"]},
        "helper": {"commands": [SAVES]},
    }
    submitted = slurm.submit(write_export(job(roles), "slurm", folder()))
    assert slurm.end(submitted) == "COMPLETED 0:0"
    output = submitted.output("helper-0")
    assert "saved 0" in output and output.count("saving") == 1, output


@pytest.mark.parametrize("options", [(), ("--batch", "--signal=TERM")], ids=["scancel", "scancel --batch"])
def test_a_job_that_is_cancelled_may_save(slurm: SlurmCluster, folder: MakeFolder, options: tuple[str, ...]) -> None:
    submitted = slurm.submit(write_export(job({"one": {"commands": [SAVES]}, "two": WAITS}), "slurm", folder()))
    slurm.wait_for(submitted, "one-0", "training")
    slurm.sandbox.run("scancel", *options, submitted.number)
    slurm.end(submitted)
    slurm.wait_for(submitted, "one-0", "saved 0", KILL_WAIT)
    assert submitted.output("one-0").count("saving") == 1, submitted.output("one-0")
    assert "The job is being stopped." in submitted.log


def test_commands_that_do_not_end_are_killed(slurm: SlurmCluster, folder: MakeFolder) -> None:
    commands = ["trap '' TERM", "echo training", "while true; do sleep 0.1; done"]
    submitted = slurm.submit(write_export(job({"main": {"commands": commands}}), "slurm", folder()))
    slurm.wait_for(submitted, "main-0", "training")
    began = time.monotonic()
    slurm.sandbox.run("scancel", submitted.number)
    wait_until(lambda: not slurm.busy(), KILL_WAIT + 10)
    assert time.monotonic() - began > 5


def test_a_job_of_several_roles_shares_idle_nodes(slurm: SlurmCluster, folder: MakeFolder) -> None:
    roles = {
        name: {"instances": count, "commands": ["hostname"]} for name, count in (("one", 3), ("two", 3), ("three", 2))
    }
    submitted = slurm.submit(write_export(job(roles), "slurm", folder()))
    assert slurm.end(submitted, 20) == "COMPLETED 0:0"
    assert submitted.output("one-2").strip() in NODES


def test_the_submitters_environment_stays_outside(slurm: SlurmCluster, folder: MakeFolder) -> None:
    strange = {
        "TMPDIR": "/nowhere",
        "SSL_CERT_FILE": "/nowhere/cert.pem",
        "LC_ALL": "de_DE.UTF-8",
        "CONDA_PREFIX": "/opt/conda",
        "PYTHONPATH": "/nowhere",
        "XDG_RUNTIME_DIR": "/run/user/1000",
        "WANDB_API_KEY": "swordfish",
    }
    data = job({"main": {"commands": ["env", "mktemp", 'echo "[<% $parameters.lr %>]"']}}, parameters={"lr": 1})
    submitted = slurm.submit(write_export(data, "slurm", folder()), **strange, lr="2", https_proxy="http://proxy:3128")
    assert slurm.end(submitted) == "COMPLETED 0:0", submitted.output("main-0")
    output = submitted.output("main-0")
    assert not [name for name in strange if f"\n{name}=" in output]
    assert "[2]" in output and "\nhttps_proxy=http://proxy:3128" in output and "\nSLURM" not in output


def test_a_node_that_is_lost_ends_the_job(slurm: SlurmCluster, folder: MakeFolder) -> None:
    data = job({"main": {"instances": 2, **WAITS, "resourcePerInstance": {"cpu": 4, "memoryMB": 64, "gpu": 0}}})
    submitted = slurm.submit(write_export(data, "slurm", folder()))
    wait_until(lambda: "running" in submitted.log)
    shown = slurm.sandbox.run("squeue", "--noheader", "--format=%N", "--jobs", submitted.number).stdout.strip()
    last = slurm.sandbox.run("scontrol", "show", "hostnames", shown).stdout.split()[-1]
    slurm.sandbox.run("scontrol", "update", f"nodename={last}", "state=down", "reason=test")
    try:
        assert slurm.end(submitted, 30).startswith("NODE_FAIL")
    finally:
        slurm.sandbox.run("scontrol", "update", f"nodename={last}", "state=resume", check=False)


def test_an_image_that_cannot_be_pulled_is_no_failure_of_the_job(slurm: SlurmCluster, folder: MakeFolder) -> None:
    submitted = slurm.submit(write_export(job({"main": WAITS}, image="fails:1"), "slurm", folder()))
    assert slurm.end(submitted) == "FAILED 125:0"
    assert "The image fails:1 cannot be pulled." in submitted.log


def test_a_login_reaches_the_pull_alone(slurm: SlurmCluster, folder: MakeFolder) -> None:
    auth = {"username": "ada", "password": "<% $secrets.word %>", "registryuri": "r.io"}
    data = job({"main": {"commands": ["env"]}}, image="r.io/i:1", image_keys={"auth": auth}, secrets={"word": "x"})
    made = write_export(data, "slurm", folder())
    submitted = slurm.submit(made, PAI_LOGIN_0_PASSWORD="swordfish")
    assert slurm.end(submitted) == "COMPLETED 0:0"
    assert '"USERNAME": "ada", "PASSWORD": "swordfish"' in (made / "images" / "r.io+i=1.sif").read_text()
    assert "swordfish" not in submitted.output("main-0") + submitted.log


def test_a_job_is_run_again_as_a_whole(slurm: SlurmCluster, folder: MakeFolder) -> None:
    data = job({"main": {"commands": ["echo tried", "exit 9"]}}, jobRetryCount=1)
    submitted = slurm.submit(write_export(data, "slurm", folder()))
    # Slurm waits two minutes before it starts a job again, and it does not start one in the same second.
    wait_until(lambda: "PENDING" in slurm.state(submitted) and "run again" in submitted.log)
    wait_until(
        lambda: (
            not slurm.sandbox.run(
                "scontrol", "update", f"jobid={submitted.number}", "starttime=now+3", check=False
            ).returncode
        )
    )
    assert slurm.end(submitted) == "FAILED 9:0"
    assert submitted.output("main-0").count("tried") == 2


def test_with_wait_the_script_ends_with_the_job_and_its_status(slurm: SlurmCluster, folder: MakeFolder) -> None:
    made = write_export(job({"one": {"commands": ["exit 7"]}, "two": {"commands": ["true"]}}), "slurm", folder())
    done = slurm.sandbox.run("./run.sh", "--wait", folder=made, check=False, PAI_INTERVAL="0.2")
    assert done.returncode == 7, done.stdout + done.stderr


def test_a_job_is_not_submitted_with_an_option_that_slurm_refuses(slurm: SlurmCluster, folder: MakeFolder) -> None:
    made = write_export(job({"main": WAITS}), "slurm", folder())
    done = slurm.sandbox.run("./run.sh", "--partition=nothing", folder=made, check=False)
    assert done.returncode == 125 and "invalid partition" in done.stderr
