"""A fake of Slurm and Apptainer for the exported scripts: it runs every container as a local process.

The program is called by the names of several commands. `sbatch` runs the batch script and prints the job's number when
it has ended. The state of a run is in the folder SLURM_FAKE: `calls`, with a JSON list for each call, and a file for
each step.
"""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

STATE = Path(os.environ["SLURM_FAKE"])
PER_NODE = 2
"""The number of tasks of a heterogeneous job's component that share a node."""
JOB = "4242"


def main() -> int:
    program, words = Path(sys.argv[0]).name, sys.argv[1:]
    if program == "srun" and words == ["--help"]:
        say(os.environ.get("SLURM_FAKE_HELP", "  --container-image=IMAGE  [pyxis] the image"))
        return 0
    with (STATE / "calls").open("a") as calls:
        calls.write(json.dumps([program, *words]) + "\n")
    return PROGRAMS[program](words)


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")


def sbatch(words: list[str]) -> int:
    script = Path(words[-1])
    told = {"SLURM_JOB_ID": JOB, "SLURM_SUBMIT_DIR": str(Path.cwd())}
    variables = {**os.environ, **allocation(components(script)), **told}
    with Path(f"slurm-{JOB}.log").open("a") as log:
        for restart in range(10):
            again = STATE / "requeue"
            again.unlink(missing_ok=True)
            variables |= {"SLURM_RESTART_COUNT": str(restart)} if restart else {}
            # Slurm runs a copy of the script.
            batch = subprocess.Popen(["bash", "/dev/stdin"], stdin=script.open(), stdout=log, stderr=log, env=variables)
            (STATE / "batch").write_text(str(batch.pid))
            while batch.poll() is None:
                time.sleep(0.02)
                if again.exists():
                    batch.terminate()
            if not again.exists():
                break
    (STATE / "status").write_text(str(batch.returncode))
    say(f"{JOB};cluster")
    return 0


def components(script: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = [{}]
    for line in script.read_text().splitlines():
        if line == "#SBATCH hetjob":
            found.append({})
        elif line.startswith("#SBATCH --"):
            name, _, value = line.removeprefix("#SBATCH --").partition("=")
            found[-1][name] = value
        elif line and not line.startswith("#"):
            break
    return found


def allocation(listed: list[dict[str, str]]) -> dict[str, str]:
    """Return the environment variables about nodes that Slurm sets for a batch script.

    No node belongs to two components.
    """
    variables: dict[str, str] = {"SLURM_HET_SIZE": str(len(listed))} if len(listed) > 1 else {}
    for at, options in enumerate(listed):
        tasks = int(options["ntasks"])
        full, rest = divmod(tasks, PER_NODE)
        counts = [f"{PER_NODE}(x{full})" if full > 1 else str(PER_NODE)] * bool(full) + [str(rest)] * bool(rest)
        told = {
            "JOB_NODELIST": ",".join(f"n{at}{node}" for node in range(full + bool(rest))),
            "TASKS_PER_NODE": ",".join(counts),
            "CPUS_PER_TASK": options["cpus-per-task"],
            "MEM_PER_CPU": options.get("mem-per-cpu", "").removesuffix("M"),
            "GPUS_PER_TASK": options.get("gpus-per-task", ""),
        }
        for name, value in told.items():
            if value and len(listed) > 1:
                variables[f"SLURM_{name}_HET_GROUP_{at}"] = value
            if value and at == 0:
                variables[f"SLURM_{name}"] = value
    return variables


def scontrol(words: list[str]) -> int:
    match words:
        case ["show", "hostnames", nodes]:
            say(nodes.replace(",", "\n"))
        case ["show", "node", "--oneliner", node]:
            address = os.environ.get("SLURM_FAKE_ADDRESS", f"10.0.0.{node[1:]}")
            say(f"NodeName={node} Arch=x86_64 NodeAddr={address} NodeHostName={node}")
        case ["requeue", number] if number == JOB:
            if "SLURM_FAKE_NO_QUEUE" in os.environ:
                return 1
            (STATE / "requeue").touch()
        case _:
            return 1
    return 0


def scancel(words: list[str]) -> int:
    if words != ["--quiet", "--signal=TERM", JOB]:
        return 1
    for step in STATE.glob("step-*"):
        os.killpg(int(step.name.removeprefix("step-")), signal.SIGTERM)
    return 0


def srun(words: list[str]) -> int:
    if taken := {f"SLURM_{name}" for name in ("CPUS_PER_TASK", "MEM_PER_CPU", "GPUS_PER_TASK")} & set(os.environ):
        sys.stderr.write(f"srun takes the options of the first component: {taken}\n")
        return 1
    at = words.index("bash")
    options, command = words[:at], words[at:]
    variables = {**os.environ, "SLURM_PROCID": "0", "PMI_RANK": "0"}
    for option in options:
        if option.startswith("--container-mounts="):
            command = inside(option.removeprefix("--container-mounts=").split(","), command)
    return contained(command, variables)


def inside(mounts: list[str], command: list[str]) -> list[str]:
    source, target, *_ = mounts[0].split(":")
    return [word.replace(target, source, 1) for word in command]


def contained(command: list[str], variables: dict[str, str]) -> int:
    """Run a command in a separate folder, as a process group that `scancel` can end."""
    (STATE / "root").mkdir(exist_ok=True)
    step = subprocess.Popen(command, env=variables, start_new_session=True)
    note = STATE / f"step-{step.pid}"
    note.touch()
    signal.signal(signal.SIGTERM, lambda *_: os.killpg(step.pid, signal.SIGKILL))
    status = step.wait()
    note.unlink()
    return status if status >= 0 else 128 - status


def apptainer(words: list[str]) -> int:
    if words[0] == "pull":
        login = [os.environ.get(f"APPTAINER_DOCKER_{each}", "") for each in ("USERNAME", "PASSWORD")]
        Path(words[1]).write_text(":".join(login))
        return "SLURM_FAKE_NO_IMAGE" in os.environ
    if "--overlay" in words:
        return 1  # As on kernels that do not allow this to users.
    at = next(at for at, word in enumerate(words) if word.endswith(".sif"))
    command = inside([words[words.index("--bind") + 1]], words[at + 1 :])
    os.execvp(command[0], command)
    return 127


PROGRAMS = {
    "sbatch": sbatch,
    "scontrol": scontrol,
    "scancel": scancel,
    "srun": srun,
    "apptainer": apptainer,
}

if __name__ == "__main__":
    sys.exit(main())
