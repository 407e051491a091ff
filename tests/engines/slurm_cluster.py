"""A Slurm cluster of three nodes, each with a network and a host name of its own, in a sandbox."""

import re
import shutil
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sandbox import SYSTEM_PATH, Sandbox, require, wait_until

PACKAGES = {
    **dict.fromkeys(("slurmctld", "slurmd", "sbatch", "scontrol"), "slurm-wlm"),
    "munged": "munge",
    "ip": "iproute2",
}
STAND_IN = Path(__file__).with_name("apptainer_stand_in.py")
NODES = ("n1", "n2", "n3")
KILL_WAIT = 10
"""So many seconds after TERM Slurm sends KILL: the least that leaves no doubt about commands that end gracefully."""
_CONFIGURATION = """\
ClusterName=test
SlurmctldHost=controller(10.77.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool/%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd-%n.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
SchedulerParameters=sched_interval=1,bf_interval=1,batch_sched_delay=0
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
ReturnToService=2
KillWait={kill_wait}
SlurmdParameters=config_overrides
NodeName=n1 NodeAddr=10.77.0.11 CPUs=4 RealMemory=20000
NodeName=n2 NodeAddr=10.77.0.12 CPUs=4 RealMemory=20000
NodeName=n3 NodeAddr=10.77.0.13 CPUs=4 RealMemory=20000
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"""
# slurmd needs the cgroups, which `ip netns exec` would hide. Each waits for its network, which is made outside it.
_START = """\
hostname controller
ip link add nodes type bridge
ip address add 10.77.0.1/24 dev nodes
ip link set nodes up
printf '%s\\n' '127.0.0.1 localhost' '10.77.0.1 controller' '10.77.0.11 n1' '10.77.0.12 n2' '10.77.0.13 n3' >hosts
mount --bind hosts /etc/hosts
head -c 1024 /dev/urandom >munge.key
chmod 400 munge.key
munged --force --key-file="$PWD/munge.key" --socket="$PWD/munge.socket" --pid-file="$PWD/munged.pid" \\
  --seed-file="$PWD/munge.seed" --log-file="$PWD/munged.log"
mkdir -p state spool/n1 spool/n2 spool/n3
slurmctld
for i in 1 2 3; do
  unshare --net --uts bash -c "
    hostname n$i
    echo \\$\\$ >n$i.new; mv n$i.new n$i.pid
    until ip link set eth0 up 2>/dev/null; do sleep 0.05; done
    ip link set lo up
    ip address add 10.77.0.1$i/24 dev eth0
    exec slurmd -D -N n$i" >slurmd-n$i.out 2>&1 &
  until [ -f n$i.pid ]; do sleep 0.02; done
  ip link add v$i type veth peer name eth0 netns "$(cat n$i.pid)"
  ip link set v$i master nodes up
done
for _ in $(seq 200); do
  [ "$(sinfo --noheader --Node --format=%t | grep -c -x idle)" -ne 3 ] || break
  sleep 0.1
done
sinfo --Node
"""


@dataclass(frozen=True)
class SubmittedJob:
    """A job that the cluster took."""

    number: str
    folder: Path

    @property
    def log(self) -> str:
        """What the job itself has printed."""
        return _read(self.folder / f"slurm-{self.number}.log")

    def output(self, container: str) -> str:
        """What a container has printed."""
        return _read(self.folder / f"slurm-{self.number}" / f"{container}.log")


class SlurmCluster:
    """The cluster, as its users and its administrator see it."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox

    def submit(self, folder: Path, *arguments: str, **variables: str) -> SubmittedJob:
        """Run the folder's `run.sh`."""
        done = self.sandbox.run("./run.sh", *arguments, folder=folder, **{"PAI_INTERVAL": "0.2", **variables})
        number = re.search(r"job (\d+)", done.stdout)
        assert number, done.stdout
        return SubmittedJob(number[1], folder)

    def state(self, job: SubmittedJob) -> str:
        """Return the state of the job, such as RUNNING, and when it is over its exit status and signal."""
        shown = self.sandbox.run("scontrol", "--oneliner", "show", "job", job.number, check=False).stdout
        fields = dict(word.partition("=")[::2] for word in shown.splitlines()[0].split()) if shown else {}
        over = fields.get("JobState") not in ("PENDING", "RUNNING", "COMPLETING", None)
        return f"{fields['JobState']} {fields['ExitCode']}" if over else fields.get("JobState", "")

    def end(self, job: SubmittedJob, seconds: float = 60) -> str:
        """Wait for the end of the job and return its last state, such as `COMPLETED 0:0`."""
        wait_until(lambda: ":" in self.state(job), seconds)
        return self.state(job)

    def wait_for(self, job: SubmittedJob, container: str, text: str, seconds: float = 30) -> None:
        """Wait until the output of a container contains a text."""
        try:
            wait_until(lambda: text in job.output(container), seconds)
        except AssertionError as error:
            raise AssertionError(f"{error}: {job.log}\n{job.output(container)}") from None

    def assert_idle(self) -> None:
        """Assert that no job and no process of a job is left, after whatever still has to end."""
        if self.busy():
            with suppress(AssertionError):
                wait_until(lambda: not self.busy(), KILL_WAIT + 5)
            left = self.busy()
            self.sandbox.run("bash", "-c", "scancel --full $(squeue --noheader --format=%A)", check=False)
            assert not left, f"something still runs: {left}"

    def busy(self) -> str:
        """Return what jobs and processes of jobs there are."""
        jobs = self.sandbox.run("squeue", "--noheader").stdout
        return jobs + self.sandbox.run("pgrep", "--list-full", "--full", "apptainer|paicatalog", check=False).stdout

    def stop(self) -> None:
        """End the cluster and all jobs."""
        self.sandbox.stop()


def start_slurm(folder: Path) -> SlurmCluster:
    """Start the cluster; its `apptainer` is the stand-in."""
    require(PACKAGES)
    programs = folder / "programs"
    programs.mkdir()
    shutil.copy(STAND_IN, programs / "apptainer")
    (folder / "slurm.conf").write_text(_CONFIGURATION.format(folder=folder, kill_wait=KILL_WAIT))
    (folder / "cgroup.conf").write_text(f"CgroupPlugin={_cgroup_plugin()}\n")
    path = f"{programs}:{SYSTEM_PATH}"
    return SlurmCluster(Sandbox(folder, _START, SLURM_CONF=str(folder / "slurm.conf"), PATH=path, HOME=str(folder)))


def _cgroup_plugin() -> str:
    """Return the setting with which slurmd needs neither systemd nor cgroups, where it has one: since Slurm 23.02."""
    shown = subprocess.run(
        ["slurmd", "-V"], env={"PATH": SYSTEM_PATH}, capture_output=True, text=True, check=True
    ).stdout
    major, minor = map(int, shown.split()[-1].split(".")[:2])
    return "disabled" if (major, minor) >= (23, 2) else "autodetect"


def _read(file: Path) -> str:
    return file.read_text(errors="replace") if file.exists() else ""
