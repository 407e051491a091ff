"""The command `paicatalog upgrade`."""

from pathlib import Path

import old_dialects as old
import pytest
from click.testing import CliRunner, Result
from conversion import convert, small_2018

from paicatalog.cli import main

VALID = "protocolVersion: 2\nname: a\ntype: data\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "draft.yaml").write_text(old.TASKS_2018)
    (tmp_path / "one.json").write_text(old.VERSION_1)
    (tmp_path / "new.yaml").write_text(VALID)
    (tmp_path / "stuck.yaml").write_text(small_2018(task="script: gone"))
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["upgrade", *arguments], catch_exceptions=False)


def test_the_result_goes_out_and_what_is_to_tell_goes_to_the_error_output(folder: Path) -> None:
    done = run("draft.yaml")
    assert done.exit_code == 0
    assert done.stdout == convert(old.TASKS_2018).text
    assert done.stderr.startswith("draft.yaml: name: `station forecast` became `station_forecast`: ")
    assert (folder / "draft.yaml").read_text() == old.TASKS_2018


def test_write_replaces_a_yaml_file_and_keeps_its_rights(folder: Path) -> None:
    (folder / "draft.yaml").chmod(0o640)
    done = run("--write", "draft.yaml")
    assert (done.exit_code, done.stdout) == (0, "draft.yaml: converted from the 2018 draft of the protocol.\n")
    assert (folder / "draft.yaml").read_text() == convert(old.TASKS_2018).text
    assert (folder / "draft.yaml").stat().st_mode & 0o777 == 0o640
    assert {each.name for each in folder.iterdir()} == {"draft.yaml", "one.json", "new.yaml", "stuck.yaml"}
    again = run("--write", "draft.yaml")
    assert (again.exit_code, again.stderr) == (0, "draft.yaml is in protocol 2 already: nothing to do.\n")


def test_write_puts_yaml_beside_json_and_overwrites_nothing(folder: Path) -> None:
    assert run("--write", "one.json").exit_code == 0
    assert (folder / "one.yaml").read_text() == convert(old.VERSION_1).text
    assert (folder / "one.json").read_text() == old.VERSION_1
    (folder / "one.yaml").write_text("mine")
    done = run("--write", "one.json")
    assert done.exit_code == 1
    assert (
        done.stderr
        == "one.json cannot be converted: one.yaml exists, and it is not overwritten; rename or remove it.\n"
    )
    assert (folder / "one.yaml").read_text() == "mine"


def test_a_link_stays_a_link(folder: Path) -> None:
    (folder / "link.yaml").symlink_to("draft.yaml")
    assert run("--write", "link.yaml").exit_code == 0
    assert (folder / "link.yaml").is_symlink()
    assert (folder / "draft.yaml").read_text() == convert(old.TASKS_2018).text


@pytest.mark.usefixtures("folder")
def test_of_several_files_all_are_handled() -> None:
    done = run("stuck.yaml", "new.yaml", "one.json", "draft.yaml")
    assert done.exit_code == 1
    assert done.stdout == (
        f"---\n# one.json\n{convert(old.VERSION_1).text}---\n# draft.yaml\n{convert(old.TASKS_2018).text}"
    )
    first, second, *_ = done.stderr.splitlines()
    assert first.startswith("stuck.yaml cannot be converted: Task role `main` refers to ")
    assert second == "new.yaml is in protocol 2 already: nothing to do."


def test_a_file_that_is_stuck_is_not_written(folder: Path) -> None:
    before = (folder / "stuck.yaml").read_text()
    assert run("--write", "stuck.yaml").exit_code == 1
    assert (folder / "stuck.yaml").read_text() == before


def test_a_faulty_file_of_protocol_2_is_sent_to_validate(folder: Path) -> None:
    (folder / "new.yaml").write_text(VALID + "uri: 7\n")
    done = run("new.yaml")
    assert done.exit_code == 0
    assert (
        done.stderr
        == "new.yaml is in protocol 2 already: see `paicatalog validate new.yaml` for what is wrong with it.\n"
    )


def test_a_file_that_is_not_there_is_wrong_use_and_nothing_is_done(folder: Path) -> None:
    done = run("--write", "draft.yaml", "gone.yaml")
    assert done.exit_code == 2
    assert "There is no file gone.yaml" in done.stderr
    assert (folder / "draft.yaml").read_text() == old.TASKS_2018


def test_what_a_terminal_would_obey_is_spelled_out(folder: Path) -> None:
    (folder / "evil.yaml").write_text(small_2018(job='"mood\\e[2J": 1'))
    assert "mood\\x1b[2J" in run("evil.yaml").stderr
