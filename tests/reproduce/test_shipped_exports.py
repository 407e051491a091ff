"""Every job of the shipped catalog, exported to every platform, is valid by that platform's validators."""

import re
import shutil
import subprocess
import sys
import warnings
from collections.abc import Iterable
from pathlib import Path

import kubernetes_validate
import pytest
import yaml
from click.testing import CliRunner

from paicatalog.cli import main
from paicatalog.protocol.read import read_document
from paicatalog.reproduce.platforms import PLATFORMS

ROOT = Path(__file__).parents[2]
JOBS = sorted((ROOT / "catalog" / "jobs").glob("*.yaml"))
VARIED = ("horovod-synthetic-benchmark", "tensorflow-parameter-server", "llm-lora-finetuning", "llm-serving-nim")
"""Jobs with several roles with and without ssh, a secret, a login. Scripts of other jobs differ little from theirs."""


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the path with a folder `PLATFORM/JOB` for each export. Docker has none of jobs that it cannot run."""
    folder = tmp_path_factory.mktemp("exported")
    for platform in PLATFORMS:
        for job in JOBS:
            target = folder / platform / job.stem
            done = CliRunner().invoke(main, ["export", str(job), "--to", platform, "--output", str(target)])
            refused = platform == "docker" and re.search(r"The job runs in \d+ containers", done.stderr)
            assert done.exit_code == (1 if refused else 0), done.stderr
    return folder


def scripts(folders: Iterable[Path]) -> list[Path]:
    return [path for folder in folders for path in folder.rglob("*") if path.suffix in (".sh", ".sbatch")]


@pytest.mark.xdist_group("shipped exports")
def test_bash_reads_every_script(exported: Path) -> None:
    found = scripts([exported])
    assert len(found) > len(JOBS) * len(PLATFORMS)
    # One bash process parses all scripts, like `bash -n`, without running them.
    reading = 'for file; do bash -n "$file" || exit; done'
    done = subprocess.run(["bash", "-c", reading, "-", *found], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.xdist_group("shipped exports")
def test_shellcheck_finds_no_error(exported: Path) -> None:
    program = shutil.which("shellcheck")
    if not program:
        pytest.skip("ShellCheck is not installed: `apt-get install shellcheck`")
    found = [path for path in scripts([exported / "local"]) if path.parent.name == "roles"]
    found += scripts(exported / platform / job for platform in PLATFORMS for job in VARIED)
    command = [program, "--shell=bash", "--severity=error", *found]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.xdist_group("shipped exports")
def test_the_compose_specification_takes_every_file(exported: Path) -> None:
    found = sorted((exported / "compose").glob("*/compose.yaml"))
    assert len(found) == len(JOBS)
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", *found]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.xdist_group("shipped exports")
def test_kubernetes_takes_every_object(exported: Path) -> None:
    found = sorted((exported / "kubernetes").glob("*/job.yaml"))
    assert len(found) == len(JOBS)
    for file in found:
        for each in yaml.safe_load_all(file.read_text(encoding="utf-8")):
            with warnings.catch_warnings():  # The validator leaves files open.
                warnings.simplefilter("ignore", ResourceWarning)
                kubernetes_validate.validate(each, "1.37", strict=True)


@pytest.mark.xdist_group("shipped exports")
def test_openpai_takes_every_file_and_every_bundle(exported: Path) -> None:
    found = sorted((exported / "openpai").glob("*/*.yaml"))
    assert len(found) == len(JOBS)
    for job in JOBS:
        done = CliRunner().invoke(main, ["bundle", str(job)])
        assert done.exit_code == 0, done.stderr
        found.append(exported / f"{job.stem}.yaml")
        found[-1].write_text(done.stdout, encoding="utf-8")
    for file in found:
        assert read_document(file, file.name).problems == ()
