"""Containers have the rights of OpenPAI's containers where their commands need them."""

from collections.abc import Callable
from typing import Any

import pytest
import yaml

from paicatalog.reproduce.job.capabilities import needs_capabilities, needs_fuse
from paicatalog.reproduce.platforms import PLATFORMS, instructions
from paicatalog.reproduce.shell.code import plain

Job = Callable[..., dict[str, Any]]

MOUNTS = ("mkdir -p /mnt/a\nmount -t nfs 192.0.2.1:/a /mnt/a", "x=1; /bin/mount.cifs //h/s /m")
FUSE = ("mkdir d && sshfs host:/a d", "sudo -E rclone mount remote: /d", "if ! true; then\n  s3fs bucket /d\nfi")


def export(data: dict[str, Any], platform: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return file name -> content, and feature -> reason of what is different."""
    found = instructions(data, platform=platform, cluster="https://pai.example.com")
    assert found.refusal is None
    return {file.name: plain(file.content) for file in found.files}, {
        each.feature: each.why for each in found.untranslated
    }


@pytest.mark.parametrize("command", [*MOUNTS, *FUSE, "umount /mnt/a", "unshare --mount true", "bash -c 'mount /a'"])
def test_commands_that_mount_need_capabilities(command: str) -> None:
    assert needs_capabilities([command])
    assert needs_fuse([command]) == (command in FUSE)


@pytest.mark.parametrize(
    "command",
    [
        "mount",
        "mount | grep nfs",
        "echo mount it",
        "train --mount /a",
        "./amount /a",
        "rclone copy a b",
        "mount -V",
        'echo "mount point"',
    ],
)
def test_other_commands_need_none(command: str) -> None:
    assert not needs_capabilities([command])


def test_docker_gives_what_the_commands_need(job: Job) -> None:
    run = export(job(MOUNTS[0]), "docker")[0]["run.sh"]
    assert "--cap-add SYS_ADMIN " in run and "--cap-add DAC_READ_SEARCH " in run and "apparmor=unconfined" in run
    assert "/dev/fuse" not in run
    assert "--device /dev/fuse " in export(job(FUSE[0]), "docker")[0]["run.sh"]
    assert "--cap-add" not in export(job(), "docker")[0]["run.sh"]


def test_compose_gives_what_the_commands_need(job: Job) -> None:
    service = yaml.safe_load(export(job(FUSE[0]), "compose")[0]["compose.yaml"])["services"]["worker-0"]
    assert service["cap_add"] == ["SYS_ADMIN", "IPC_LOCK", "DAC_READ_SEARCH"]
    assert service["devices"] == ["/dev/fuse:/dev/fuse"]
    assert service["security_opt"] == ["apparmor:unconfined"]


def test_kubernetes_gives_what_the_commands_need_but_no_device(job: Job) -> None:
    files, differences = export(job(FUSE[0]), "kubernetes")
    manifests = yaml.safe_load_all(files["job.yaml"])
    (made,) = (each for each in manifests if each["kind"] == "Job")
    (container,) = made["spec"]["template"]["spec"]["containers"]
    assert container["securityContext"] == {
        "capabilities": {"add": ["SYS_ADMIN", "IPC_LOCK", "DAC_READ_SEARCH"]},
        "appArmorProfile": {"type": "Unconfined"},
    }
    assert "1.30" in files["run.sh"] and "/dev/fuse" in differences["FUSE"]


@pytest.mark.parametrize("platform", ["slurm", "local"])
def test_a_platform_without_capabilities_says_so(job: Job, platform: str) -> None:
    assert "SYS_ADMIN" in export(job(MOUNTS[0]), platform)[1]["capabilities"]
    assert "capabilities" not in export(job(), platform)[1]


def test_a_parameter_may_mount(job: Job) -> None:
    data = job("<% $parameters.setup %>", parameters={"setup": "mount -t tmpfs none /x && ls /x"})
    assert "--cap-add SYS_ADMIN" in export(data, "docker")[0]["run.sh"]


@pytest.mark.parametrize("platform", [each for each in PLATFORMS if each != "openpai"])
def test_storages_are_named_with_their_paths(job: Job, platform: str) -> None:
    storages = [{"name": "nfs", "mountPath": "/data"}, {"name": "blob"}, {"mountPath": "/no/name"}, "odd"]
    found = instructions(job(extras={"storages": storages}), platform=platform, cluster="https://pai.example.com")
    told = {each.where: each.why for each in found.untranslated if each.feature == "storages"}
    assert list(told) == [("extras", "storages", 0), ("extras", "storages", 1)]
    assert "nfs at /data." in told["extras", "storages", 0] and "blob at /mnt/blob." in told["extras", "storages", 1]
    everything = instructions(job(extras={"storages": []}), platform=platform, cluster="https://pai.example.com")
    assert "default storages" in next(each.why for each in everything.untranslated if each.feature == "storages")
