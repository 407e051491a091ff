"""A build from a shallow clone gives no date that it cannot know, and says so once."""

import logging
import subprocess
from pathlib import Path

import pytest
from mkdocs_build import build_here
from odd_catalog import VALID, write_mkdocs_yml


def git(folder: Path, *arguments: str) -> None:
    person = ("-c", "user.name=Ada", "-c", "user.email=ada@example.com")
    subprocess.run(["git", *person, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone without the commit that added the catalog's file."""
    source = tmp_path / "source"
    (source / "catalog").mkdir(parents=True)
    (source / "catalog" / "model.yaml").write_text(VALID["model.yaml"])
    write_mkdocs_yml(source, theme="mkdocs")
    git(source, "init", "-q")
    for subject in ("Add everything", "Change nothing"):
        git(source, "add", "-A")
        git(source, "commit", "-q", "--allow-empty", "-m", subject)
    git(tmp_path, "clone", "-q", "--depth", "1", source.as_uri(), "clone")
    return tmp_path / "clone"


def test_no_date_beyond_the_boundary(clone: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        site = build_here(clone)
    written = [path for path in site.rglob("*") if path.suffix in (".html", ".json", ".xml")]
    assert not [path for path in written if "Change nothing" in path.read_text(encoding="utf-8")]
    told = [record.getMessage() for record in caplog.records if "shallow" in record.getMessage()]
    assert len(told) == 1
    assert "`git fetch --unshallow`" in told[0]
