"""The locks of .github/requirements, and the workflows that install from them."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT: Mapping[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
GROUPS: Mapping[str, Sequence[str]] = PROJECT["dependency-groups"]
RUNTIME: Sequence[str] = PROJECT["project"]["dependencies"]
LOCKED = {
    "audit": GROUPS["audit"],
    "build": GROUPS["build"],
    "release": [*GROUPS["build"], *GROUPS["release"]],
    "site": RUNTIME,
    "tests": [*RUNTIME, *PROJECT["project"]["optional-dependencies"]["test"], *GROUPS["build"]],
}
"""Lock -> what it must have."""
INSTALLS = re.compile(r"\bpip .*\b(?:install|download)\b|\buv build\b")
REFRESH = "run: .github/requirements/lock"


def text_of(lock: str) -> str:
    return (ROOT / ".github" / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")


def entries(lock: str) -> Iterator[tuple[Requirement, list[str]]]:
    """Yield each locked requirement with its hashes."""
    for entry in text_of(lock).replace("\\\n", " ").splitlines():
        if entry and not entry.startswith(("#", "--only-binary :all:")):
            requirement, *hashes = entry.split(" --hash=")
            yield Requirement(requirement), [each.strip() for each in hashes]


def versions(lock: str) -> dict[str, set[str]]:
    """Return the locked versions by name; a package has several where they depend on the version of Python."""
    found: dict[str, set[str]] = {}
    for requirement, _ in entries(lock):
        found.setdefault(canonicalize_name(requirement.name), set()).add(str(requirement.specifier).removeprefix("=="))
    return found


def test_every_lock_is_known() -> None:
    assert {path.stem for path in (ROOT / ".github" / "requirements").glob("*.txt")} == set(LOCKED)


@pytest.mark.parametrize("lock", LOCKED)
def test_every_package_is_a_wheel_of_one_version_with_its_hashes(lock: str) -> None:
    assert "\n--only-binary :all:\n" in text_of(lock)
    for requirement, hashes in entries(lock):
        assert re.fullmatch(r"==[^*,]+", str(requirement.specifier)), requirement
        assert hashes, requirement
        assert all(re.fullmatch("sha256:[0-9a-f]{64}", each) for each in hashes), requirement


@pytest.mark.parametrize("lock", LOCKED)
def test_it_names_no_host(lock: str) -> None:
    assert not re.search(r"://|--(?:extra-)?index|--find-links|--trusted-host", text_of(lock))


@pytest.mark.parametrize("lock", LOCKED)
def test_it_has_what_the_project_requires(lock: str) -> None:
    locked = versions(lock)
    for requirement in map(Requirement, LOCKED[lock]):
        found = locked.get(canonicalize_name(requirement.name), set())
        assert found, f"{requirement} is not in {lock}.txt, {REFRESH}"
        assert all(map(requirement.specifier.contains, found)), f"{requirement} is {found} in {lock}.txt, {REFRESH}"


@pytest.mark.parametrize("lock", LOCKED)
def test_a_package_has_the_same_version_in_all_locks(lock: str) -> None:
    tested = versions("tests")
    different = {name: found for name, found in versions(lock).items() if found != tested.get(name, found)}
    assert different == {}, REFRESH


def test_the_backend_that_builds_is_locked() -> None:
    assert set(PROJECT["build-system"]["requires"]) <= set(GROUPS["build"])


def shell_commands() -> Iterator[str]:
    for path in sorted((ROOT / ".github" / "workflows").glob("*.yml")):
        for job in yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].values():
            for step in job.get("steps", ()):
                yield from step.get("run", "").replace("\\\n", " ").splitlines()


def test_workflows_install_by_hash_or_without_dependencies() -> None:
    installing = [line for line in shell_commands() if INSTALLS.search(line)]
    assert installing
    assert [line for line in installing if not re.search("--require-hashes|--no-deps", line)] == []
