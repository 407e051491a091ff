"""Any file in a repository gets a finding that says what to do. Nothing hangs, crashes or leaks."""

import io
import os
import sys
from pathlib import Path

import pytest
from hostile_files import HOSTILE, Hostile, written

from paicatalog.pipeline import check
from paicatalog.protocol.finding import Finding
from paicatalog.publishing.reported_file import reported_files
from paicatalog.report.text import write

LONGEST_MESSAGE = 1_500
HARMLESS = "protocolVersion: 2\nname: fine\ntype: data\n"


def findings_in(*paths: Path, shown_from: Path) -> tuple[list[Finding], str]:
    """Return the findings in a file, and their text report."""
    checked = check(paths, shown_from=shown_from)
    stream = io.StringIO()
    write(reported_files(checked.files), stream)
    return [finding for file in checked.files for finding in file.findings], stream.getvalue()


@pytest.mark.parametrize("kind", [kind for kind, hostile in HOSTILE.items() if not hostile.large])
def test_a_hostile_file_is_a_finding(kind: str, tmp_path: Path) -> None:
    hostile: Hostile = HOSTILE[kind]
    path = tmp_path / hostile.name
    hostile.make(path)
    found, shown = findings_in(path, shown_from=tmp_path)
    rules = {finding.rule for finding in found}
    assert "rule-crash" not in rules
    assert rules & set(hostile.rule.split(" or ")) or "" in hostile.rule.split(" or "), rules
    assert all(finding.message and finding.hint for finding in found)
    assert len(found) <= 1000
    assert max((len(finding.message) for finding in found), default=0) <= LONGEST_MESSAGE
    assert not any(sign in shown for sign in "\x00\x07\x1b\u202e"), "a terminal would obey"


def test_one_of_them_hides_no_other(tmp_path: Path) -> None:
    folder = tmp_path / "catalog"
    folder.mkdir()
    (folder / "fine.yaml").write_text(HARMLESS)
    (folder / "broken.yaml").write_text("a: [\n")
    os.mkfifo(folder / "pipe.yaml")
    (folder / "folder.yaml").mkdir()
    (folder / "circle").symlink_to(folder)
    (folder / "circle.yaml").symlink_to("circle.yaml")
    (folder / "nowhere.yaml").symlink_to("nowhere")
    (folder / "passwd.yaml").symlink_to("/etc/passwd")
    (folder / "zero.yaml").symlink_to("/dev/zero")
    written(HARMLESS)(folder / "\x1b[2J\n\u202e.yaml")
    found, shown = findings_in(folder, shown_from=tmp_path)
    by_path = {path: {each.rule for each in found if each.path == path} for path in {each.path for each in found}}
    assert by_path["catalog/broken.yaml"] == {"yaml-syntax"}
    assert "no-version" in by_path["catalog/fine.yaml"] and "no-version" in by_path["catalog/\x1b[2J\n\u202e.yaml"]
    for outside in ("passwd.yaml", "zero.yaml", "circle"):
        assert by_path[f"catalog/{outside}"] == {"unreadable-file"}
    assert "root:" not in shown and "\x1b" not in shown and "\u202e" not in shown


@pytest.mark.skipif(sys.platform != "linux", reason="file names are Unicode")
def test_a_name_that_is_not_utf_8_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"a\xff.yaml")).write_text(HARMLESS)
    found, shown = findings_in(tmp_path, shown_from=tmp_path)
    assert "The file name `a\\udcff.yaml` is not UTF-8" in shown
    assert "unportable-name" in {finding.rule for finding in found}


def test_a_pipe_that_a_shell_made_is_read() -> None:
    reading, writing = os.pipe()
    os.write(writing, HARMLESS.encode())
    os.close(writing)
    found, _ = findings_in(Path(f"/dev/fd/{reading}"), shown_from=Path("/"))
    os.close(reading)
    assert "no-version" in {finding.rule for finding in found}
