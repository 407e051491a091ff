"""The cache makes checks faster and never changes their results."""

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from paicatalog import pipeline
from paicatalog.checking import cache, check_files, unread_document
from paicatalog.checking.unread_document import UnreadDocument
from paicatalog.cli import main
from paicatalog.protocol.finding import Severity
from paicatalog.protocol.read import read_document
from paicatalog.rules import RULES
from paicatalog.rules.rule import Rule

SHIPPED = Path(__file__).parent.parent.parent / "catalog"
CHANGED = "protocolVersion: 2\nname: set-9\ntype: dat_\n"


def report(*options: str) -> str:
    return CliRunner().invoke(main, ["validate", "catalog", "--format", "json", *options]).stdout


def kept() -> list[Path]:
    return sorted(Path("cache").rglob("*.checked"))


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list of paths that are parsed rather than taken from the cache."""
    paths: list[str] = []
    real = check_files.parse

    def parse(source: Any) -> Any:
        paths.append(source.path)
        return real(source)

    monkeypatch.setattr(check_files, "parse", parse)
    return paths


def test_unchanged_files_are_not_read_again_and_reported_the_same(catalog: Path, parsed: list[str]) -> None:
    first = report()
    assert '"findings": []' in first and "version-is-number" in first and "duplicate-component" in first
    assert len(parsed) == len(list(catalog.iterdir()))
    parsed.clear()
    assert report() == first
    assert parsed == ["catalog/set-004.yaml"]  # It is invalid, and has no record.
    assert report("--no-cache") == first


@pytest.mark.usefixtures("catalog")
def test_the_data_of_unchanged_files_is_not_even_read_unless_they_have_findings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = CliRunner().invoke(main, ["validate", "catalog"]).stdout
    read: list[str] = []
    real = unread_document.read_data
    monkeypatch.setattr(unread_document, "read_data", lambda source: (read.append(source.path), real(source))[1])
    assert CliRunner().invoke(main, ["validate", "catalog"]).stdout == first
    assert sorted(read) == ["catalog/set-003.yaml", "catalog/set-006.yaml", "catalog/twin.yaml"]


def test_data_that_is_read_later_is_the_same() -> None:
    for file in sorted(SHIPPED.rglob("*.yaml")):
        document = read_document(file, file.name)
        assert document.valid, file
        assert UnreadDocument.of(document.source, document.dialect).data == document.data


def test_the_content_counts_and_not_the_date(catalog: Path) -> None:
    report()
    file = catalog / "set-009.yaml"
    before = file.stat()
    file.write_text(CHANGED.ljust(before.st_size), encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert "`dat_`" in report()
    assert report() == report("--no-cache")


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "set-000.yaml").rename(folder / "moved.yaml"),
        lambda folder: (folder / "set-000.yaml").unlink(),
        lambda folder: (folder / "twin.yaml").unlink(),
        lambda folder: shutil.copy(folder / "set-000.yaml", folder / "copy.yaml"),
        lambda folder: (folder / "link.yaml").symlink_to("set-003.yaml"),
        lambda folder: (folder / "out.yaml").symlink_to("/etc/hostname"),
        lambda folder: (folder / "set-003.yaml").write_bytes(b"\xff\xfe"),
        lambda folder: (folder / "empty.yaml").write_bytes(b""),
    ],
)
def test_whatever_changes_is_seen(catalog: Path, change: Callable[[Path], None]) -> None:
    before = report()
    change(catalog)
    assert report() == report("--no-cache")
    assert report() != before


def test_other_rules_have_another_memory(catalog: Path) -> None:
    report()
    assert report("--ignore", "version-is-number") == report("--ignore", "version-is-number", "--no-cache")
    assert report() == report("--no-cache")
    noted = [replace(rule, severity=Severity.NOTE) for rule in RULES]

    def severities(rules: list[Rule]) -> set[Severity]:
        checked = pipeline.check([catalog], shown_from=Path.cwd(), rules=rules, use_cache=True)
        return {finding.severity for file in checked.files for finding in file.findings}

    assert Severity.ERROR in severities(list(RULES))
    assert severities(noted) == {Severity.NOTE}


def test_another_program_trusts_nothing(catalog: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    report()
    parsed.clear()
    monkeypatch.setattr(cache, "_program_digest", lambda: b"another program ")
    report()
    assert len(parsed) == len(list(catalog.iterdir()))


@pytest.mark.parametrize("place", [0, 20, 40, 200, 5_000, -1])
def test_one_damaged_byte_makes_all_of_it_worthless(catalog: Path, parsed: list[str], place: int) -> None:
    first = report()
    (file,) = kept()
    content = bytearray(file.read_bytes())
    content[place] ^= 1
    file.write_bytes(content)
    parsed.clear()
    assert report() == first
    assert len(parsed) == len(list(catalog.iterdir()))


@pytest.mark.usefixtures("catalog")
@pytest.mark.parametrize("content", [b"", b"x", b"\0" * 48])
def test_a_file_that_is_none_of_ours_is_written_over(content: bytes) -> None:
    first = report()
    (file,) = kept()
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2] if content == b"x" else content)
    assert report() == first
    assert file.read_bytes() == whole


def test_nothing_lies_in_the_catalog_and_nothing_half_written_stays(catalog: Path) -> None:
    before = sorted(catalog.iterdir())
    report()
    assert sorted(catalog.iterdir()) == before
    assert [file.suffix for file in Path("cache").rglob("*") if file.is_file()] == [".checked"]


@pytest.mark.usefixtures("catalog")
def test_no_cache_writes_nothing() -> None:
    report("--no-cache")
    assert kept() == []


@pytest.mark.usefixtures("catalog")
def test_a_cache_folder_that_cannot_be_is_no_problem() -> None:
    Path("cache").write_text("a file", encoding="utf-8")
    assert report() == report("--no-cache")


@pytest.mark.usefixtures("catalog")
def test_few_files_are_not_remembered() -> None:
    CliRunner().invoke(main, ["validate", "catalog/set-000.yaml"])
    assert kept() == []


def test_what_nobody_has_asked_for_in_a_month_goes(catalog: Path) -> None:
    report()
    (file,) = kept()
    old = file.with_name("old.checked")
    shutil.copy(file, old)
    os.utime(old, (0, 0))
    (catalog / "set-000.yaml").unlink()
    report()
    assert kept() == [file]
