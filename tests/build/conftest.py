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
def odd_site(odd: Path, run: Run) -> Path:
    """Its site, published at an address below a path."""
    write_mkdocs_yml(odd, site_url="https://jobs.example.com/odd/")
    done = run("build", cwd=odd)
    assert done.returncode == 0, done.stderr
    return odd / "site"
