"""The folder for Slurm: its options exist in Slurm, and its scripts run the job."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from paicatalog.protocol.read import read_document
from paicatalog.reproduce.instructions import Instructions
from paicatalog.reproduce.platforms import instructions
from paicatalog.reproduce.shell.code import plain
from paicatalog.reproduce.slurm.image_reference import slurm_image

Job = Callable[..., dict[str, Any]]
CATALOG = Path(__file__).parents[2] / "catalog" / "jobs"
FAKE = Path(__file__).with_name("fake_slurm.py")
SBATCH_OPTIONS = """
    account acctg-freq array batch bb bbf begin chdir cluster-constraint clusters comment constraint container
    container-id contiguous core-spec cores-per-socket cpu-freq cpus-per-gpu cpus-per-task deadline delay-boot
    dependency distribution error exclude exclusive export export-file extra extra-node-info get-user-env gid gpu-bind
    gpu-freq gpus gpus-per-node gpus-per-socket gpus-per-task gres gres-flags hint hold ignore-pbs input job-name
    kill-on-invalid-dep licenses mail-type mail-user mcs-label mem mem-bind mem-per-cpu mem-per-gpu mincpus network nice
    no-kill no-requeue nodefile nodelist nodes ntasks ntasks-per-core ntasks-per-gpu ntasks-per-node ntasks-per-socket
    open-mode output overcommit oversubscribe parsable partition prefer priority profile propagate qos quiet reboot
    requeue reservation resv-ports segment signal sockets-per-node spread-job stepmgr switches test-only thread-spec
    threads-per-core time time-min tmp tres-bind tres-per-task uid use-min-nodes verbose wait wait-all-nodes wckey wrap
"""
"""The long options that sbatch(1) describes."""
APPTAINER = {"SLURM_FAKE_HELP": "no such plugin"}
RESOURCES = {"cpu": 3, "memoryMB": 1000, "gpu": 0}


def slurm(data: dict[str, Any], **options: Any) -> Instructions:
    return instructions(data, platform="slurm", cluster="https://pai.example.com", **options)


def role(*commands: str, **keys: Any) -> dict[str, Any]:
    # No role ends the job alone.
    fields = {"dockerImage": "image", "resourcePerInstance": RESOURCES, "completion": {"minSucceededInstances": -1}}
    return {**fields, "commands": list(commands), **keys}


def is_over(process: str) -> bool:
    """Return whether a process has ended, even if its parent has not reaped it yet."""
    done = subprocess.run(["ps", "-o", "stat=", "-p", process], capture_output=True, text=True, check=False)
    return done.stdout.strip()[:1] in ("", "Z")


@dataclass
class Cluster:
    """An export folder, and a fake cluster that runs every container as a process."""

    folder: Path
    state: Path
    environment: dict[str, str]
    files: dict[str, str] = field(default_factory=dict)
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    def write(self, found: Instructions) -> None:
        assert found.refusal is None
        for file in found.files:
            path = self.folder / file.name
            path.parent.mkdir(exist_ok=True)
            path.write_text(plain(file.content))
            path.chmod(0o755 if file.executable else 0o644)
            self.files[file.name] = path.read_text()

    def start(self, *arguments: str, **variables: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [self.folder / "run.sh", *arguments],
            start_new_session=True,
            env={**self.environment, **variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.started.append(process)
        return process

    def end(self) -> None:
        """End all processes, also after a failed test."""
        for process in self.started:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
        for step in self.state.glob("step-*"):
            with suppress(ProcessLookupError):
                os.killpg(int(step.name.removeprefix("step-")), signal.SIGKILL)

    def run(self, data: dict[str, Any], *arguments: str, **variables: str) -> int:
        """Run a job to its end and return its status."""
        self.write(slurm(data))
        process = self.start(*arguments, **variables)
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
        assert "Slurm took the job 4242," in out
        return int((self.state / "status").read_text())

    def calls(self, program: str) -> list[list[str]]:
        listed = [json.loads(line) for line in (self.state / "calls").read_text().splitlines()]
        return [words[1:] for words in listed if words[0] == program]

    def log(self, container: str) -> str:
        return (self.folder / "slurm-4242" / f"{container}.log").read_text()

    @property
    def words(self) -> str:
        """Return what the job printed."""
        return (self.folder / "slurm-4242.log").read_text()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    folder, state, programs = (tmp_path / name for name in ("export", "state", "programs"))
    for each in (folder, state, programs):
        each.mkdir()
    for name in ("sbatch", "srun", "scontrol", "scancel", "apptainer"):
        (programs / name).write_text(f"#!{sys.executable}\n{FAKE.read_text()}")
        (programs / name).chmod(0o755)
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    environment = {"PATH": path, "HOME": str(tmp_path), "SLURM_FAKE": str(state), "PAI_INTERVAL": "0.1"}
    environment["TMPDIR"] = str(tmp_path)
    made = Cluster(folder, state, environment)
    yield made
    made.end()


def test_a_job_of_one_container_runs_with_what_it_asks_for(job: Job, cluster: Cluster) -> None:
    resources = {"cpu": 4, "memoryMB": 8193, "gpu": 2, "ports": {"web": 2}}
    data = job(
        'echo "$PAI_CURRENT_TASK_ROLE_NAME $PAI_PORT_LIST_worker_0_web"', role={"resourcePerInstance": resources}
    )
    assert cluster.run(data, "--partition=gpu") == 0
    assert re.fullmatch(r"worker (2\d{4}|3[01]\d{3}),\d{5}\n", cluster.log("worker-0"))
    assert cluster.words == "The containers are running.\nworker-0 ended with status 0.\nThe job succeeded.\n"
    assert cluster.calls("sbatch") == [["--parsable", "--export=ALL", "--partition=gpu", "job.sbatch"]]
    options = re.findall("^#SBATCH (.*)$", cluster.files["job.sbatch"], re.MULTILINE)
    assert options == [
        *("--job-name=pai-demo", "--output=slurm-%j.log", "--open-mode=append", "--export=ALL", "--no-requeue"),
        *("--ntasks=1", "--cpus-per-task=4", "--mem-per-cpu=2049M", "--gpus-per-task=2"),
    ]
    mount = f"--container-mounts={cluster.folder}:/opt/paicatalog:ro"
    assert cluster.calls("srun") == [
        [
            *("--nodes=1", "--ntasks=1", "--exact", "--nodelist=n00", "--export=ALL", "--mpi=none"),
            *("--kill-on-bad-exit=0", "--cpus-per-task=4", "--mem-per-cpu=2049", "--gpus-per-task=2"),
            *("--container-image=python:3.12", mount, "--no-container-mount-home", "--container-remap-root"),
            *("--no-container-entrypoint", "bash", "/opt/paicatalog/start.sh", "worker", "0"),
        ]
    ]


def test_every_container_knows_where_all_the_others_are(job: Job, cluster: Cluster) -> None:
    roles = {
        "ps": role("echo $PAI_TASK_INDEX $PAI_CURRENT_CONTAINER_IP $PAI_CONTAINER_SSH_PORT"),
        "worker": role("env | grep -E '^PAI_(HOST_IP|PORT_LIST|CURRENT_CONTAINER_IP)' | sort", instances=5),
    }
    assert cluster.run(job(taskRoles=roles), "--account=me") == 0
    assert cluster.calls("sbatch")[0][2:] == ["--account=me", ":", "--account=me", "job.sbatch"]
    first = int(cluster.log("ps-0").split()[-1])
    assert cluster.log("ps-0") == f"0 10.0.0.00 {first}\n"
    nodes = ["10", "10", "11", "11", "12"]
    known = [f"PAI_HOST_IP_ps_0=10.0.0.00\nPAI_PORT_LIST_ps_0_http={first + 1}\nPAI_PORT_LIST_ps_0_ssh={first}\n"]
    for index, node in enumerate(nodes):
        ports = (first + 2 + 2 * index, first + 3 + 2 * index)
        known.append(f"PAI_HOST_IP_worker_{index}=10.0.0.{node}\n")
        known += [f"PAI_PORT_LIST_worker_{index}_{label}={ports[label == 'http']}\n" for label in ("http", "ssh")]
    shared = "".join(known).splitlines()
    for index, node in enumerate(nodes):
        assert cluster.log(f"worker-{index}").splitlines() == sorted(
            [f"PAI_CURRENT_CONTAINER_IP=10.0.0.{node}", *shared]
        )
    placed = {(words[-2], words[-1]): words[3] for words in cluster.calls("srun")}
    assert placed["worker", "4"] == "--nodelist=n12"
    assert all(f"--het-group={int(words[-2] == 'worker')}" in words for words in cluster.calls("srun"))


def test_a_node_that_calls_itself_localhost_is_known_by_its_name(job: Job, cluster: Cluster) -> None:
    assert cluster.run(job("echo $PAI_CURRENT_CONTAINER_IP"), SLURM_FAKE_ADDRESS="localhost") == 0
    assert cluster.log("worker-0") == "n00\n"


def test_room_for_too_few_containers_is_told(job: Job, cluster: Cluster) -> None:
    cluster.write(slurm(job(role={"instances": 3})))
    script = cluster.folder / "job.sbatch"
    script.write_text(script.read_text().replace("#SBATCH --ntasks=3", "#SBATCH --ntasks=2"))
    cluster.start().communicate(timeout=60)
    assert "Slurm gave room for 2 of the 3 containers of worker" in cluster.words
    assert (cluster.state / "status").read_text() == "125"


def test_each_task_role_is_a_component_with_hardware_of_its_own(job: Job, cluster: Cluster) -> None:
    big = {"cpu": 8, "memoryMB": 16000, "gpu": 4}
    roles = {"ps": role("true"), "worker": role("true", instances=3, resourcePerInstance=big)}
    assert cluster.run(job(taskRoles=roles)) == 0
    assert cluster.calls("sbatch") == [["--parsable", "--export=ALL", "job.sbatch"]]
    first, second = cluster.files["job.sbatch"].split("#SBATCH hetjob\n")
    assert "--gpus-per-task" not in first and "--mem-per-cpu=334M" in first
    lines = second.split("\n\n")[0].splitlines()
    assert [line.removeprefix("#SBATCH ") for line in lines[1:]] == [
        *("--ntasks=3", "--cpus-per-task=8", "--mem-per-cpu=2000M", "--gpus-per-task=4")
    ]
    by_role = {words[-2]: words for words in cluster.calls("srun")}
    assert "--mem-per-cpu=334" in by_role["ps"] and not any("gpus" in word for word in by_role["ps"])
    assert "--gpus-per-task=4" in by_role["worker"]


def test_numbers_that_somebody_lowers_in_the_options_hold_for_the_containers(job: Job, cluster: Cluster) -> None:
    cluster.write(slurm(job(role={"resourcePerInstance": {"cpu": 64, "memoryMB": 64000, "gpu": 8}})))
    script = cluster.folder / "job.sbatch"
    script.write_text(script.read_text().replace("#SBATCH --cpus-per-task=64", "#SBATCH --cpus-per-task=2"))
    cluster.start().communicate(timeout=60)
    assert "--cpus-per-task=2" in cluster.calls("srun")[0]


def test_hostile_values_arrive_unchanged_and_nothing_else_runs(job: Job, cluster: Cluster, hostile: str) -> None:
    parameter = hostile.replace("$secrets", "$other")
    commands = ["cat <<'THE_END'\n<% $parameters.value %>|<% $secrets.key %>\nTHE_END"]
    data = job(*commands, parameters={"value": parameter}, secrets={"key": "******"})
    assert cluster.run(data, PAI_SECRET_key=hostile) == 0
    assert cluster.log("worker-0") == f"{parameter}|{hostile}\n"
    assert not list(cluster.folder.parent.rglob("owned"))


def test_a_parameter_can_be_replaced_when_it_is_submitted(job: Job, cluster: Cluster) -> None:
    data = job("printf %s '<% $parameters.lr %>'", parameters={"lr": 0.1})
    assert cluster.run(data, lr="$(id) 'new'") == 0
    assert cluster.log("worker-0") == "$(id) 'new'"
    known = "--container-image --container-writable --container-entrypoint"
    assert cluster.run(data, lr="2", SLURM_FAKE_HELP=known) == 0
    assert "--container-writable" in cluster.calls("srun")[1]


def test_a_secret_is_in_no_file_and_no_argument_and_where_it_is_needed_only(job: Job, cluster: Cluster) -> None:
    roles = {"one": role("[[ <% $secrets.key %> == open* ]]"), "two": role("! env | grep -E 'PAI_(SECRET|SSH)'")}
    data = job(taskRoles=roles, secrets={"key": "literal-secret"})
    assert "literal-secret" not in str(slurm(data))
    assert cluster.run(data, PAI_SECRET_key="open sesame") == 0
    texts = [file.read_text() for file in cluster.folder.parent.rglob("*") if file.is_file()]
    assert not any("sesame" in text for text in texts)
    process = cluster.start()
    _, err = process.communicate(timeout=60)
    assert process.returncode == 125 and "set the variable PAI_SECRET_key" in err


def test_the_environment_is_a_containers_and_not_a_task_of_slurm(job: Job, cluster: Cluster) -> None:
    data = job("! env | grep -E '^(SLURM|PMI|PYTHONPATH|PAI_NODES|PAI_ADDRESSES|PAI_FIRST)'")
    assert cluster.run(data, PYTHONPATH="/host", SLURM_CONF="/etc/slurm.conf") == 0


@pytest.mark.parametrize("runtime", [{}, APPTAINER], ids=["pyxis", "apptainer"])
def test_a_role_that_succeeds_may_end_the_job_and_stops_the_others(
    job: Job, cluster: Cluster, runtime: dict[str, str]
) -> None:
    server = role("trap 'sleep 0.2; echo asked to end; exit 1' TERM; echo up; sleep 60 & wait", taskRetryCount=5)
    roles = {"ps": server, "worker": role("sleep 1", completion={"minSucceededInstances": 1}, instances=2)}
    assert cluster.run(job(taskRoles=roles, extras={"gangAllocation": False}), **runtime) == 0
    assert cluster.log("ps-0") == "up\nasked to end\n"
    assert not list(cluster.folder.parent.glob("tmp.*"))
    assert "The job succeeded." in cluster.words and not list(cluster.state.glob("step-*"))


def test_a_container_is_run_again_and_then_the_whole_job(job: Job, cluster: Cluster) -> None:
    data = job("echo tried", "exit 7", role={"taskRetryCount": 1}, jobRetryCount=1, extras={"gangAllocation": False})
    assert cluster.run(data) == 7
    assert cluster.log("worker-0") == "tried\n" * 4
    assert "#SBATCH --requeue\n" in cluster.files["job.sbatch"]
    assert ["requeue", "4242"] in cluster.calls("scontrol")
    assert "The job is run again (1 of 1)." in cluster.words


def test_a_cluster_that_takes_no_job_back_is_told(job: Job, cluster: Cluster) -> None:
    assert cluster.run(job("exit 7", jobRetryCount=1), SLURM_FAKE_NO_QUEUE="yes") == 7
    assert "does not take the job back" in cluster.words


def test_without_pyxis_apptainer_runs_the_containers(job: Job, cluster: Cluster) -> None:
    resources = {"cpu": 1, "memoryMB": 1000, "gpu": 1}
    asked = {"resourcePerInstance": resources, "extraContainerOptions": {"infiniband": True}}
    data = job("echo $PAI_CURRENT_TASK_ROLE_NAME", role=asked)
    data["prerequisites"][0]["uri"] = "ghcr.io/org/image:1.2"
    assert cluster.run(data, **APPTAINER, PAI_MOUNTS="/data:/data") == 0
    assert cluster.log("worker-0") == "worker\n"
    pull, *_, last = cluster.calls("apptainer")
    assert pull == ["pull", "images/ghcr.io+org+image=1.2.sif.4242", "docker://ghcr.io/org/image:1.2"]
    at = last.index("--bind")
    assert last[at : at + 2] == ["--bind", f"{cluster.folder}:/opt/paicatalog:ro,/data:/data"]
    assert last[at + 2 :] == [
        *("--nv", "--bind", "/dev/infiniband", "--fakeroot", "--writable-tmpfs"),
        *(f"{cluster.folder}/images/ghcr.io+org+image=1.2.sif", "bash", "/opt/paicatalog/start.sh", "worker", "0"),
    ]
    assert cluster.run(data, **APPTAINER) == 0
    assert [words[0] for words in cluster.calls("apptainer")].count("pull") == 1


def test_folders_are_mounted_by_pyxis_too(job: Job, cluster: Cluster) -> None:
    assert cluster.run(job(), PAI_MOUNTS="/data:/data") == 0
    assert f"--container-mounts={cluster.folder}:/opt/paicatalog:ro,/data:/data" in cluster.calls("srun")[0]


def test_what_keeps_the_job_from_starting_is_said(job: Job, cluster: Cluster) -> None:
    assert cluster.run(job(), **APPTAINER, SLURM_FAKE_NO_IMAGE="yes") == 125
    assert "The image python:3.12 cannot be pulled." in cluster.words
    (cluster.state.parent / "programs" / "apptainer").unlink()
    assert cluster.run(job(), **APPTAINER) == 125
    assert "There is no Pyxis, Apptainer or Singularity here" in cluster.words


def test_pyxis_users_are_told_where_a_login_goes(job: Job, cluster: Cluster) -> None:
    data = job()
    data["prerequisites"][0]["auth"] = {"username": "me", "password": "<% $secrets.word %>"}
    cluster.write(slurm(data))
    _, err = cluster.start().communicate(timeout=60)
    assert "machine auth.docker.io login NAME password PASSWORD" in err
    file = cluster.folder.parent / ".config" / "enroot" / ".credentials"
    file.parent.mkdir(parents=True)
    file.write_text("machine auth.docker.io login me password x\n")
    assert cluster.start().communicate(timeout=60)[1] == ""


def test_a_container_with_an_ssh_server_is_not_root(job: Job, cluster: Cluster) -> None:
    plugin = {"plugin": "ssh", "parameters": {"jobssh": True}, "taskroles": ["one"]}
    roles = {"one": role("true"), "two": role("! env | grep PAI_SSH_KEY")}
    data = job(taskRoles=roles, extras={"com.microsoft.pai.runtimeplugin": [plugin]})
    cluster.write(slurm(data))
    # The plugin is tested elsewhere; this role does not need it.
    (cluster.folder / "roles" / "one.sh").write_text('[[ $PAI_SSH_KEY == "-----BEGIN OPENSSH PRIVATE KEY-----"* ]]')
    cluster.start().communicate(timeout=60)
    assert (cluster.state / "status").read_text() == "0"
    roots = {words[-2]: [word for word in words if word.endswith("remap-root")] for words in cluster.calls("srun")}
    assert roots == {"one": ["--no-container-remap-root"], "two": ["--container-remap-root"]}


@pytest.mark.parametrize(
    ("reference", "enroot", "docker"),
    [
        ("python:3.12", "python:3.12", "python:3.12"),
        ("org/image", "org/image", "org/image"),
        ("ghcr.io/org/image:1", "ghcr.io#org/image:1", "ghcr.io/org/image:1"),
        ("localhost:5000/image:1", "localhost:5000#image:1", "localhost:5000/image:1"),
        ("localhost/image", "localhost#image", "localhost/image"),
        ("docker.io/library/python:3", "library/python:3", "library/python:3"),
        ("python@sha256:ab", "python@sha256:ab", "python@sha256:ab"),
        ("h.io:1/a/b:tag@sha256:ab", "h.io:1#a/b@sha256:ab", "h.io:1/a/b@sha256:ab"),
        ("python:3@sha256:ab", "python@sha256:ab", "python@sha256:ab"),
    ],
)
def test_an_image_is_called_as_each_program_calls_it(reference: str, enroot: str, docker: str) -> None:
    image = slurm_image(reference)
    assert (image.enroot, image.docker) == (enroot, docker)


def test_images_never_share_a_file() -> None:
    listed = ["a/b", "a-b", "a:b", "a.b", "a_b", "x.io/a:b", "x.io/a/b", "x.io:1/b"]
    names = {slurm_image(reference).file_name for reference in listed}
    assert len(names) == len(listed) and not any(set(name) & set("/: ") for name in names)


def test_a_folder_that_cannot_be_mounted_is_refused(job: Job, cluster: Cluster) -> None:
    cluster.folder = cluster.folder.rename(cluster.folder.with_name("my export"))
    cluster.write(slurm(job()))
    process = cluster.start()
    _, err = process.communicate(timeout=60)
    assert process.returncode == 125 and "my export: move this folder" in err


def test_a_job_submitted_from_elsewhere_says_what_to_do(job: Job, cluster: Cluster, tmp_path: Path) -> None:
    cluster.write(slurm(job()))
    environment = {**cluster.environment, "SLURM_JOB_ID": "1", "SLURM_SUBMIT_DIR": str(tmp_path)}
    script = cluster.folder / "job.sbatch"
    done = subprocess.run(["bash", script], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 125 and f"start.sh is not in {tmp_path}: submit the job with the run.sh" in done.stderr


def test_more_ports_than_a_machine_has_are_refused(job: Job) -> None:
    resources = {**RESOURCES, "ports": {"all": 70000}}
    assert "12,000 ports" in str(slurm(job(role={"resourcePerInstance": resources})).refusal)
    assert "12,000 ports" in str(slurm(job(role={"instances": 2**50})).refusal)


def test_what_a_cluster_does_otherwise_is_told_with_its_place(job: Job) -> None:
    plugin = {"plugin": "ssh", "parameters": {"jobssh": True}}
    worker = role(
        "ping worker-1; mpirun -H worker-0:1 hostname; curl ps-$i/x; ls my-ps-0 ps-0.txt <% $secrets.key %>",
        resourcePerInstance={**RESOURCES, "ports": {"web": 1}},
        extraContainerOptions={"shmMB": 64},
        taskRetryCount=1,
        completion={"minFailedInstances": 2},
    )
    data = job(
        taskRoles={"worker": worker, "ps": role("true")},
        jobRetryCount=1,
        secrets={"key": "x"},
        extras={"com.microsoft.pai.runtimeplugin": [plugin]},
    )
    found = slurm(data).untranslated
    assert [(each.feature, each.where[-1]) for each in found] == [
        ("$secrets.key", "commands"),
        ("several task roles", "taskRoles"),
        ("secrets", "secrets"),
        ("dockerImage", "dockerImage"),
        ("shmMB", "shmMB"),
        ("ports", "ports"),
        ("plugin ssh", 0),
        ("container names", "commands"),
        ("dockerImage", "dockerImage"),
    ]
    assert "worker-1, worker-0, ps-$i" in next(each.why for each in found if each.feature == "container names")


def test_slurm_knows_every_option_that_a_job_of_the_catalog_asks_for() -> None:
    known = set(SBATCH_OPTIONS.split())
    for file in sorted(CATALOG.glob("*.yaml")):
        found = slurm(read_document(file, file.name).data)
        text = next(plain(each.content) for each in found.files if each.name == "job.sbatch")
        head, _, after = text.partition("\nset -o errexit")
        for option in re.findall("^#SBATCH (.*)$", head, re.MULTILINE):
            name = option.removeprefix("--").partition("=")[0]
            assert option == "hetjob" or (option.startswith("--") and name in known)
        assert after and "#SBATCH" not in after


def test_shellcheck_has_nothing_to_say(job: Job, shellcheck: Callable[[str], None]) -> None:
    roles = {"ps": role("true"), "worker": role("echo <% $secrets.key %> <% $parameters.lr %>", instances=2)}
    plugin = {"plugin": "ssh", "parameters": {"jobssh": True}}
    extras = {"com.microsoft.pai.runtimeplugin": [plugin]}
    data = job(taskRoles=roles, secrets={"key": "x"}, parameters={"lr": 1}, jobRetryCount=2, extras=extras)
    data["prerequisites"][0]["auth"] = {"username": "me", "password": "<% $secrets.word %>"}
    for name in ("run.sh", "job.sbatch", "start.sh", "apptainer.sh", "environment.sh"):
        for each in (slurm(data), slurm(job())):
            shellcheck(next(plain(file.content) for file in each.files if file.name == name))
