"""No commit stops a build, and pages, API and feed show of each what it says and nothing else."""

import html
import json
import logging
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from crafted_commits import ADA, CRAFTED, Crafted, commit, git, name_of, write_repository
from mkdocs_build import build_here

from paicatalog.catalog.git.history import head_time, read_history
from paicatalog.catalog.git.tags import tags
from paicatalog.publishing.published_git import published_tag

pytestmark = pytest.mark.xdist_group("crafted-commits")
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    folder = tmp_path_factory.mktemp("crafted")
    return folder, write_repository(folder)


@pytest.fixture(scope="module")
def site(repository: tuple[Path, dict[str, str]]) -> Path:
    """The site, by a strict build: nobody can correct a published commit."""
    return build_here(repository[0], strict=True)


def test_the_api_shows_what_each_commit_says(site: Path, repository: tuple[Path, dict[str, str]]) -> None:
    for at, crafted in enumerate(CRAFTED):
        name = name_of(at)
        record = json.loads((site / f"api/v1/data/{name}.json").read_text())
        assert record["component"]["history"] == [
            {
                "id": repository[1][name],
                "author": crafted.shown_author,
                "date": crafted.date,
                "subject": crafted.shown_subject,
            }
        ], crafted


def test_pages_show_what_each_commit_says(site: Path, repository: tuple[Path, dict[str, str]]) -> None:
    for at, crafted in enumerate(CRAFTED):
        page = (site / f"data/{name_of(at)}/index.html").read_text()
        [row] = re.findall(r'<ol class="pc-history">\s*(.*?)\s*</ol>', page, re.DOTALL)
        words = html.unescape(re.sub(r"<[^>]*>", "", row)).split()
        shown = [crafted.date[:10], *crafted.shown_subject.split(), *crafted.shown_author.split()]
        assert words == [*shown, repository[1][name_of(at)][:7]], crafted
        assert f'datetime="{crafted.date}"' in row


def test_the_feed_shows_what_each_commit_says(site: Path) -> None:
    crafted = {name_of(at): one for at, one in enumerate(CRAFTED)}
    entries = ET.parse(site / "feed.xml").findall(f"{ATOM}entry")
    assert len(entries) == len(CRAFTED)
    for entry in entries:
        one = crafted[str(entry.findtext(f"{ATOM}title")).split()[0]]
        assert entry.findtext(f"{ATOM}author/{ATOM}name") == one.shown_author
        assert str(entry.findtext(f"{ATOM}summary")).startswith(f"{one.shown_subject}. ")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", str(entry.findtext(f"{ATOM}updated")))


def test_what_does_not_exist_is_told_once(
    repository: tuple[Path, dict[str, str]], caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    git(tmp_path, "clone", "--quiet", repository[0].as_uri(), "clone")
    with caplog.at_level(logging.WARNING):
        build_here(tmp_path / "clone")
    [told] = [record.getMessage() for record in caplog.records if "time zone" in record.getMessage()]
    assert told.startswith("Commits with a date or time zone that does not exist: 15 (")


def test_nothing_of_this_machine_changes_the_history(
    repository: tuple[Path, dict[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, commits = repository
    git(tmp_path, "clone", "--quiet", folder.as_uri(), "clone")
    clone, names = tmp_path / "clone", list(commits)
    before = read_history(clone / "catalog")
    other = commit(clone, Crafted(author=ADA.replace(b"Ada", b"Mallory")), [])
    git(clone, "update-ref", "HEAD", commits[names[-1]])
    git(clone, "replace", commits[names[0]], other)
    (clone / ".git" / "info" / "grafts").write_text(f"{commits[names[9]]}\n")
    (clone / ".mailmap").write_text("Mallory <m@x> <ada@example.com>\n")
    for key, value in (
        ("log.showSignature", "true"),
        ("log.showRoot", "false"),
        ("log.follow", "true"),
        ("log.mailmap", "true"),
        ("log.diffMerges", "first-parent"),
        ("color.ui", "always"),
        ("diff.external", "false"),
        ("diff.renames", "false"),
        ("diff.relative", "false"),
        ("diff.orderFile", ".mailmap"),
        ("core.quotePath", "true"),
        ("core.pager", "false"),
        ("i18n.logOutputEncoding", "UTF-16"),
        ("i18n.commitEncoding", "UTF-16"),
    ):
        git(clone, "config", key, value)
    for name, value in (
        ("GIT_DIR", "/nowhere"),
        ("GIT_EXTERNAL_DIFF", "false"),
        ("GIT_PAGER", "false"),
        ("GIT_ICASE_PATHSPECS", "1"),
        ("GIT_TRACE", "1"),
        ("LC_ALL", "tr_TR.UTF-8"),
        ("TZ", "Pacific/Kiritimati"),
    ):
        monkeypatch.setenv(name, value)
    assert read_history(clone / "catalog") == before


def test_the_time_of_a_build_exists(tmp_path: Path, run: Any) -> None:
    write_repository(tmp_path)
    raw = git(tmp_path, "cat-file", "commit", "HEAD").replace(b"1704110400", b"99999999999999999")
    made = git(tmp_path, "hash-object", "-t", "commit", "-w", "--stdin", "--literally", stdin=raw).decode().strip()
    git(tmp_path, "update-ref", "HEAD", made)
    assert run("build", cwd=tmp_path).returncode == 0
    assert head_time(tmp_path) is not None


def test_tags_with_odd_names_and_dates(repository: tuple[Path, dict[str, str]]) -> None:
    folder, commits = repository
    target = list(commits.values())[-1]
    named = {"HEAD": "HEAD", "-x": "-x", "\u2028line": "line", "\u202eltr": "\ufffdltr", "a" * 100: "a" * 79 + "\u2026"}
    for name in named:
        git(folder, "update-ref", f"refs/tags/{name}", target)
    raw = f"object {target}\ntype commit\ntag late\ntagger Ada <a@b> 99999999999999 +9999\n\nlate\n".encode()
    late = git(folder, "hash-object", "-t", "tag", "-w", "--stdin", "--literally", stdin=raw).decode().strip()
    git(folder, "update-ref", "refs/tags/late", late)
    found = {tag.name: tag for tag in tags(folder, most=20)}
    assert {published_tag(name) for name in found} == {*named.values(), "late"}
    assert found["HEAD"].ref == "refs/tags/HEAD"
    assert found["late"].date.isoformat() == "9999-12-30T00:00:00+00:00"
