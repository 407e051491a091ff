"""The cache cannot lie: nobody else can write one that is used, no damage is noticed, and it tells nothing."""

import json
import os
import sys
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from large_catalog import DATA

from paicatalog.checking import check_files
from paicatalog.checking.cache_record import from_record, to_record
from paicatalog.checking.check_files import check_files as check
from paicatalog.cli import main
from paicatalog.protocol.document import SourceFile
from paicatalog.rules import RULES

FINDING = ["version-is-number", "warning", 0, ["version"], [4, 10, 4, 13], "A message.", "A hint.", []]
SECRET = "Hunter2Swordfish"
TOKEN = "ghp_" + "a1B2" * 10
MODES = pytest.mark.skipif(sys.platform == "win32", reason="no modes")


def validate() -> Result:
    return CliRunner().invoke(main, ["validate", "catalog"])


def kept() -> Path:
    (file,) = Path("cache").rglob("*.checked")
    return file


def key() -> Path:
    (file,) = Path("state").rglob("cache.key")
    return file


@pytest.fixture
def failing(catalog: Path) -> Path:
    """A catalog that fails for one finding: a warning that the configuration makes an error."""
    for name in ("set-004.yaml", "twin.yaml"):
        (catalog / name).unlink()
    secret = DATA.format(n=7).replace("Digits.", TOKEN)
    (catalog / "set-007.yaml").write_text(secret, encoding="utf-8")
    assert validate().exit_code == 1
    return catalog


def plant(monkeypatch: pytest.MonkeyPatch, *, state: str) -> None:
    """Write a cache in which no file has a finding, with the key in the folder `state`."""
    kept().unlink()
    with monkeypatch.context() as patched:
        patched.setenv("XDG_STATE_HOME", str(Path(state).absolute()))
        patched.setattr(check_files, "check_document", lambda *_, **__: ())
        assert validate().exit_code == 0


@pytest.mark.usefixtures("failing")
def test_a_cache_that_another_account_wrote_counts_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch, state="state")
    assert validate().exit_code == 0  # With this account's key it would work, so the next assertion means something.
    plant(monkeypatch, state="state-of-another")
    assert validate().exit_code == 1


@pytest.mark.usefixtures("failing")
def test_a_forged_record_counts_for_nothing() -> None:
    _, body = kept().read_bytes().split(b"\n", 1)
    records = json.loads(body)
    forged = json.dumps({name: ["v2", []] if record[:1] == ["v2"] else record for name, record in records.items()})
    assert forged.encode() != body
    for digest in (blake2b(forged.encode(), digest_size=16).hexdigest(), "", "0" * 32, "é"):
        kept().write_bytes(f"{digest}\n{forged}".encode())
        assert validate().exit_code == 1


@pytest.mark.usefixtures("failing")
def test_a_lost_or_damaged_key_is_made_anew() -> None:
    for content in (b"", b"x" * 31):
        key().write_bytes(content)
        assert validate().exit_code == 1
        assert len(key().read_bytes()) == 32
    key().unlink()
    assert validate().exit_code == 1
    assert len(key().read_bytes()) == 32


@pytest.mark.parametrize(
    "record",
    [
        *(None, 1, "", "v2", [], {}, ["v2"], ["v2", [], []], ["v9", []], [None, []], ["v2", 1], ["v2", [1]]),
        *(["v2", [FINDING[:index]]] for index in range(8)),
        *(
            ["v2", [[*FINDING[:index], wrong, *FINDING[index + 1 :]]]]
            for index in range(8)
            for wrong in (None, -1, 1.5, {}, [[]], [1, 2, 3])
            if (index, wrong) not in ((3, [1, 2, 3]), (3, {}), (7, {}))  # A pointer, and nothing related.
        ),
    ],
)
def test_a_record_of_any_other_form_is_no_record(record: Any) -> None:
    assert from_record(SourceFile("a.yaml", b""), record) is None


def test_a_record_restores_what_was_found() -> None:
    source = SourceFile("a.yaml", DATA.format(n=1).replace('"1"', "1.0").encode())
    (file,) = check([source], rules=RULES)
    restored = from_record(source, json.loads(json.dumps(to_record(file))))
    assert restored is not None
    assert (restored.findings, restored.document.data) == (file.findings, file.document.data)
    assert [finding.rule for finding in file.findings] == ["version-is-number"]


def test_a_finding_at_a_secret_key_is_not_recorded() -> None:
    text = DATA.format(n=1).replace('"1"', "1.0") + f"extras: {{{TOKEN}: 1}}\n"
    (file,) = check([SourceFile("a.yaml", text.encode())], rules=RULES)
    finding = next(found for found in file.findings if found.rule == "version-is-number")
    assert to_record(replace(file, findings=(replace(finding, pointer=("extras", TOKEN)),))) is None
    assert to_record(replace(file, findings=(replace(finding, pointer=("extras", "tags")),))) is not None


@MODES
@pytest.mark.usefixtures("failing")
@pytest.mark.parametrize("mode", [0o777, 0o770, 0o720, 0o702])
@pytest.mark.parametrize("name", ["cache", "file", "state", "key"])
def test_what_others_can_write_is_not_used_and_said_once(name: str, mode: int) -> None:
    path = {"cache": kept().parent, "file": kept(), "state": key().parent, "key": key()}[name]
    before = kept().read_bytes()
    path.chmod(mode)
    done = validate()
    assert done.exit_code == 1
    assert done.stderr == (
        f"The cache is not used: other users can write to {path.absolute()}. Run `chmod go-w {path.absolute()}`.\n"
    )
    assert kept().read_bytes() == before


@MODES
@pytest.mark.usefixtures("failing")
def test_what_belongs_to_another_user_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    other = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: other)
    done = validate()
    assert done.exit_code == 1
    folder = kept().parent.absolute()
    assert done.stderr == f"The cache is not used: {folder} belongs to another user. Delete it.\n"


@MODES
@pytest.mark.usefixtures("failing")
def test_a_link_in_place_of_the_file_is_not_followed() -> None:
    file = kept()
    file.rename("elsewhere")
    file.symlink_to(Path("elsewhere").absolute())
    assert validate().exit_code == 1
    assert not file.is_symlink()  # It was written anew, since the link's target counted for nothing.


@MODES
@pytest.mark.usefixtures("catalog")
def test_only_this_account_can_read_what_is_kept() -> None:
    validate()
    assert [path.stat().st_mode & 0o077 for path in (kept(), key(), kept().parent, key().parent)] == [0, 0, 0, 0]


def test_the_cache_tells_nothing_of_the_files(catalog: Path) -> None:
    for number, planted in enumerate(
        (
            f"secrets: {{token: {SECRET}}}\n",
            f"extras: {{{SECRET}: 1.0, {TOKEN}: 2}}\n",
            f"description: our word is {SECRET}\n",
            f"{TOKEN}: 1\n",
            f"# {SECRET}\n",
        )
    ):
        text = DATA.format(n=number + 10).replace("description: Digits.\n", "").replace('"1"', "1.0")
        (catalog / f"set-{number + 10:03}.yaml").write_text(text + planted, encoding="utf-8")
    (catalog / f"{SECRET}.yaml").write_text(DATA.format(n=999), encoding="utf-8")
    first = validate()
    content = kept().read_bytes()
    for word in (SECRET, TOKEN, "set-010", "Digits"):
        assert word.encode() not in content, word
    assert b"version-is-number" in content
    assert validate().stdout == first.stdout
