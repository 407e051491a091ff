"""Code quality: import contracts, strict types, lint, formatting, and the security of code and workflows."""

import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
WORKFLOWS = [str(path) for path in sorted((ROOT / ".github" / "workflows").glob("*.yml"))]
DEPENDABOT = ".github/dependabot.yml"


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["lint-imports", "--no-cache"], id="imports"),
        pytest.param(["mypy", "--no-error-summary"], id="types"),
        pytest.param(["ruff", "check", "--no-cache", "."], id="lint"),
        pytest.param(["ruff", "format", "--no-cache", "--check", "."], id="format"),
        pytest.param(["bandit", "--quiet", "--configfile=pyproject.toml", "--recursive", "paicatalog"], id="bandit"),
        pytest.param(["zizmor", "--quiet", "--offline", "--persona=auditor", ".github"], id="zizmor"),
        pytest.param(["check-jsonschema", "--builtin-schema=vendor.github-workflows", *WORKFLOWS], id="workflows"),
        pytest.param(["check-jsonschema", "--builtin-schema=vendor.dependabot", DEPENDABOT], id="dependabot"),
    ],
)
def test_the_code_is_clean(command: list[str]) -> None:
    done = subprocess.run([BIN / command[0], *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_folder_of_tests_is_collected(pytestconfig: pytest.Config) -> None:
    folders = {file.parent.name for file in (ROOT / "tests").rglob("test_*.py")}
    patterns = pytestconfig.getini("norecursedirs")
    assert [folder for folder in folders if any(fnmatch(folder, pattern) for pattern in patterns)] == []
