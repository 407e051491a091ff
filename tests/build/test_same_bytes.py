"""The same commit gives the same bytes, wherever and whenever it is built."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from odd_catalog import write_catalog, write_mkdocs_yml

pytestmark = pytest.mark.xdist_group("same-bytes")

HERE = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}
ELSEWHERE = {
    "TZ": "Asia/Kathmandu",
    "LC_ALL": "C",
    "LANG": "de_DE.ISO-8859-1",
    "PYTHONHASHSEED": "4242",
    "COLUMNS": "20",
    "HOME": "/nonexistent",
    "PYTHONOPTIMIZE": "2",
}


def tree(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


@pytest.mark.parametrize("theme", ["{name: material, font: false}", "mkdocs"])
def test_two_builds_are_the_same(tmp_path: Path, run: Any, theme: str) -> None:
    first = tmp_path / "here" / "repo"
    first.mkdir(parents=True)
    write_catalog(first, broken=True)
    write_mkdocs_yml(first, theme=theme, site_url="https://jobs.example.com/")
    second = tmp_path / "somewhere" / "else" / "entirely"
    shutil.copytree(first, second, symlinks=True)
    (second.parent / "private.yaml").write_text("a: b")
    for folder, environment in ((first, HERE), (second, ELSEWHERE)):
        done = run("build", cwd=folder, env={**os.environ, **environment})
        assert done.returncode == 0, done.stderr
    one, other = tree(first / "site"), tree(second / "site")
    assert sorted(one) == sorted(other)
    assert [path for path in one if one[path] != other[path]] == []
