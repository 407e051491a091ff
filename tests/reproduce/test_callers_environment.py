"""A job's commands get nothing of the environment of whoever runs an export, whatever its parameters are called."""

import re
import subprocess
from collections.abc import Callable
from typing import Any

import pytest

from paicatalog.reproduce.platforms import instructions
from paicatalog.reproduce.shell.code import plain

NAMES = (
    "AWS_SECRET_ACCESS_KEY", "GITHUB_TOKEN", "HF_TOKEN", "WANDB_API_KEY", "TOKEN", "N", "PGPASSWORD", "PATH", "HOME",
    "TF_VAR_token", "http_proxy", "npm_config__auth", "PAI_TOKEN", "KUBECONFIG", "SSH_AUTH_SOCK", "_",
)  # fmt: skip
Job = Callable[..., dict[str, Any]]


@pytest.fixture
def greedy(job: Job) -> dict[str, Any]:
    """A job whose parameters are called like variables that hold secrets."""
    commands = [f"echo {name} is <% $parameters.{name} %>" for name in NAMES]
    return job(*commands, parameters=dict.fromkeys(NAMES, "own"))


@pytest.mark.parametrize("platform", ["docker", "compose", "kubernetes", "slurm", "local"])
def test_no_variable_of_the_caller_is_read(greedy: dict[str, Any], platform: str) -> None:
    found = instructions(greedy, platform=platform, cluster="https://pai.example.com")
    assert found.files
    for file in found.files:
        # What is set from the environment when the job starts: `lr=${lr-...}`, `--env "$name"` for a list of names.
        read = set(re.findall(r"=\$\{(\w+)-", plain(file.content)))
        listed = re.findall(r"(?:PAI_NAMES|_names)=\((.*)\)|\$\(data (.*)\)", plain(file.content))
        read |= {name for names in listed for name in " ".join(names).split()}
        read |= set(re.findall(r'^ +"?(\w+)"?:$', plain(file.content), re.MULTILINE)) & set(NAMES)
        assert not read & set(NAMES), file.name


def test_docker_hands_none_over(
    greedy: dict[str, Any], paste: Callable[..., subprocess.CompletedProcess[str]], all_code: Callable[..., str]
) -> None:
    secrets = {name: "the-callers" for name in NAMES if name not in ("PATH", "HOME", "_")}
    found = instructions(greedy, platform="docker", cluster="https://pai.example.com")
    done = paste(all_code(found), **secrets)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(" is own\n") == len(NAMES)
    again = paste(all_code(found), **secrets, PARAMETER_HF_TOKEN="meant")
    assert "HF_TOKEN is meant\n" in again.stdout
    assert "the-callers" not in done.stdout + again.stdout
