"""Docker in a sandbox, with a small image of this machine's own files and a registry that wants a login."""

import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from sandbox import SYSTEM_PATH, Sandbox, as_root, require

PACKAGES = {"dockerd": "docker.io", "docker": "docker.io", "iptables": "iptables"}
IMAGE = "paicatalog-test:1"
REGISTRY = "127.0.0.1:5000"
PRIVATE_IMAGE = f"{REGISTRY}/private:1"
USER, PASSWORD = "ada", "secret"
_PASSWORD_FILE = "ada:$2y$05$eDpOrDSKKbk7RaLJTTt6C.eql./jQFpsxZndiDYG9mYaWJJ7qBwMi\n"
_CGROUP = "paicatalog-test-"
_PROGRAMS = """
    bash sh cat chmod cp cut date df dirname basename env expr getent grep head hostname id kill ln ls md5sum
    mkdir mktemp mv nproc printf ps rm sed seq sleep sort tail tee test touch tr true false uniq wc xargs
"""
_ACCOUNTS = {
    "etc/passwd": "root:x:0:0:root:/root:/bin/bash\n",
    "etc/group": "root:x:0:\n",
    "etc/nsswitch.conf": "hosts: files dns\n",
}
_REGISTRY = """\
version: 0.1
storage: {{filesystem: {{rootdirectory: {folder}/registry}}}}
http: {{addr: "127.0.0.1:5000"}}
auth: {{htpasswd: {{realm: test, path: {folder}/passwords}}}}
"""
# The registry is on the same loopback device as the engine, which needs no TLS there.
_START = """\
dockerd --data-root "$PWD/data" --exec-root "$PWD/exec" --pidfile "$PWD/dockerd.pid" --host "unix://$PWD/docker.sock" \\
  --exec-opt native.cgroupdriver=cgroupfs --cgroup-parent @CGROUP@ --group "@GROUP@" >dockerd.log 2>&1 &
docker-registry serve registry.yml >registry.log 2>&1 &
for _ in $(seq 200); do
  ! docker info >/dev/null 2>&1 || break
  sleep 0.1
done
docker info
"""


@dataclass(frozen=True)
class DockerEngine:
    """A running engine, and what a client needs to use it."""

    sandbox: Sandbox
    environment: dict[str, str]
    """For programs outside the sandbox: the engine is known to them by its socket."""

    def docker(self, *words: str, check: bool = True) -> str:
        """Run the client and return its output."""
        done = subprocess.run(
            ["docker", *words], env=self.environment, capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == 0 or not check, f"docker {words}: {done.stdout}{done.stderr}"
        return done.stdout.strip()

    def containers(self) -> list[str]:
        """Return the names of all containers, running or not."""
        return self.docker("ps", "--all", "--format", "{{.Names}}").split()

    def log_in(self, folder: Path) -> dict[str, str]:
        """Return the environment of a user who has logged in to the private registry; the folder must be empty."""
        (folder / "cli-plugins").symlink_to(Path(self.environment["DOCKER_CONFIG"]) / "cli-plugins")
        environment = {**self.environment, "DOCKER_CONFIG": str(folder)}
        words = ["docker", "login", "--username", USER, "--password-stdin", REGISTRY]
        subprocess.run(words, env=environment, input=PASSWORD, text=True, check=True, capture_output=True)
        return environment

    @contextmanager
    def silent_registry(self) -> Iterator[None]:
        """Let the private registry answer nothing for a while."""
        self.sandbox.run("pkill", "-STOP", "docker-registry")
        try:
            yield
        finally:
            self.sandbox.run("pkill", "-CONT", "docker-registry")

    def stop(self) -> None:
        """End the engine with all containers, and delete what it has left on the machine."""
        self.sandbox.stop()
        with suppress(pytest.skip.Exception):
            subprocess.run([*as_root(), "rm", "-rf", *map(str, _leftovers(self))], check=False, capture_output=True)
        _remove_cgroups()


def start_docker(folder: Path) -> DockerEngine:
    """Start the engine and fill it and the registry with the image."""
    require({**PACKAGES, "docker-registry": "docker-registry", "python3": "python3-minimal"})
    _remove_cgroups()
    cgroup = f"/{_CGROUP}{os.getpid()}"
    group = subprocess.run(["id", "-gn"], capture_output=True, text=True, check=True).stdout.strip()
    (folder / "registry.yml").write_text(_REGISTRY.format(folder=folder))
    (folder / "passwords").write_text(_PASSWORD_FILE)
    config = folder / "client"
    (config / "cli-plugins").mkdir(parents=True)
    if compose := shutil.which("docker-compose", path=f"{Path(sys.executable).parent}:{SYSTEM_PATH}"):
        (config / "cli-plugins" / "docker-compose").symlink_to(compose)
    environment = {
        "PATH": SYSTEM_PATH,
        "DOCKER_HOST": f"unix://{folder}/docker.sock",
        "DOCKER_CONFIG": str(config),
        "HOME": str(folder),
    }
    script = _START.replace("@CGROUP@", cgroup).replace("@GROUP@", group)
    engine = DockerEngine(Sandbox(folder, script, **environment), environment)
    try:
        image = folder / "image.tar"
        _write_image(image)
        engine.docker("import", str(image), IMAGE)
        engine.docker("tag", IMAGE, PRIVATE_IMAGE)
        user = folder / "user"
        user.mkdir()
        subprocess.run(["docker", "push", PRIVATE_IMAGE], env=engine.log_in(user), check=True, capture_output=True)
        engine.docker("rmi", PRIVATE_IMAGE)
    except BaseException:
        engine.stop()
        raise
    return engine


def _remove_cgroups() -> None:
    """Remove the cgroups in which no process is any more, also those of an engine that was killed."""
    pattern = f"{_CGROUP}*"
    found = [*Path("/sys/fs/cgroup").glob(pattern), *Path("/sys/fs/cgroup").glob(f"*/{pattern}")]
    folders = [str(folder) for top in found for folder in (*top.rglob("*"), top) if folder.is_dir()]
    if folders:
        folders.sort(key=len, reverse=True)
        subprocess.run([*as_root(), "rmdir", *folders], check=False, capture_output=True)


def _leftovers(engine: DockerEngine) -> Iterator[Path]:
    for name in ("data", "exec", "registry", "image.tar"):
        yield engine.sandbox.folder / name


def _write_image(target: Path) -> None:
    """Write a root file system: bash, the usual programs and Python, with the libraries that they need."""
    python = Path("/usr/bin/python3").resolve()
    library = Path("/usr/lib") / python.name
    programs = {Path(path) for name in _PROGRAMS.split() if (path := shutil.which(name, path="/usr/bin:/bin"))}
    modules = set(library.glob("lib-dynload/*.so"))
    files = {python, *programs, *modules, *_libraries({python, *programs, *modules})}
    with tarfile.open(target, "w", dereference=True) as archive:
        for name, file in sorted({_inside(file): file for file in files}.items()):
            archive.add(file, name)
        for file in sorted(library.rglob("*.py")):
            if not {"test", "idlelib", "lib2to3", "site-packages"} & set(file.parts):
                archive.add(file)
        for name, link in (("usr/bin/python3", python.name), ("lib", "usr/lib"), ("lib64", "usr/lib64")):
            _add_link(archive, name, link)
        _add_link(archive, "bin", "usr/bin")
        for name, text in _ACCOUNTS.items():
            info = tarfile.TarInfo(name)
            info.size = len(text)
            archive.addfile(info, io.BytesIO(text.encode()))
        for folder, mode in (("tmp", 0o1777), ("root", 0o700), ("proc", 0o755), ("var/tmp", 0o1777)):
            info = tarfile.TarInfo(folder)
            info.type, info.mode = tarfile.DIRTYPE, mode
            archive.addfile(info)


def _libraries(files: set[Path]) -> set[Path]:
    listed = subprocess.run(["ldd", *map(str, files)], capture_output=True, text=True, check=False).stdout
    return {Path(path) for path in re.findall(r"(?:=> |\t)(/\S+)", listed)}


def _inside(file: Path) -> str:
    """Return the path in the image, where `/bin` and `/lib` lead into `/usr`."""
    path = str(file)
    return path if path.startswith("/usr") else f"/usr{path}"


def _add_link(archive: tarfile.TarFile, name: str, target: str) -> None:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = tarfile.SYMTYPE, target
    archive.addfile(info)
