"""Sites of a small odd catalog, each built once for all tests of a worker."""

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from odd_catalog import write_catalog, write_mkdocs_yml

Run = Callable[..., CompletedProcess[str]]


@pytest.fixture(scope="session")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository of the odd catalog, with every kind of broken file."""
    folder = tmp_path_factory.mktemp("odd") / "repo"
    folder.mkdir()
    return write_catalog(folder, broken=True)


@pytest.fixture(scope="session")
def odd_build(odd: Path, run: Run) -> CompletedProcess[str]:
    """What building its site says; published at an address below a path."""
    write_mkdocs_yml(odd, site_url="https://jobs.example.com/odd/")
    return run("build", cwd=odd)


@pytest.fixture(scope="session")
def odd_site(odd: Path, odd_build: CompletedProcess[str]) -> Path:
    """Its site."""
    assert odd_build.returncode == 0, odd_build.stderr
    return odd / "site"
