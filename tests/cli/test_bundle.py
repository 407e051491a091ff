"""The command `paicatalog bundle`."""

import hashlib
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from paicatalog.cli import main
from paicatalog.protocol.document import SourceFile
from paicatalog.protocol.read import parse

JOB = """\
# A job
protocolVersion: 2
name: train
type: job
prerequisites:
  - {type: dockerimage, name: python, uri: "python:3.12-slim"}
  - type: data # ours
    name: digits
  - {type: script, name: code, version: "1"} # theirs
taskRoles:
  main:
    dockerImage: python
    data: digits
    script: code
    resourcePerInstance: {cpu: 1, memoryMB: 1024, gpu: 0}
    commands:
      - run <% $data.uri[0] %> <% $script.uri %>
"""
WHOLE = JOB.replace("    name: digits\n", "    name: digits\n    uri: ['https://a/d']\n").replace(
    'version: "1"}', 'version: "1", uri: "https://a/c"}'
)
DATA = 'protocolVersion: 2\nname: digits\ntype: data\nversion: "2"\ndescription: Long.\nuri: ["https://a/d: 1"]\n'
CODE = 'protocolVersion: 2\nname: code\ntype: script\nversion: "{}"\nuri: https://a/c{}\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a catalog, a configuration and a job outside of the catalog."""
    (tmp_path / "catalog" / "data").mkdir(parents=True)
    (tmp_path / "catalog" / "data" / "digits.yaml").write_text(DATA)
    for version in ("1", "2"):
        (tmp_path / "catalog" / f"code{version}.yaml").write_text(CODE.format(version, version))
    (tmp_path / "mkdocs.yml").write_text("site_name: x\nplugins: [paicatalog]\n")
    (tmp_path / "train.yaml").write_text(JOB)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def bundle(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["bundle", *arguments], prog_name="paicatalog")


@pytest.mark.usefixtures("folder")
def test_shared_components_are_put_in_and_comments_stay() -> None:
    found = bundle("train.yaml")
    assert (found.exit_code, found.stderr) == (0, "")
    added = set(found.stdout.splitlines()) - set(JOB.splitlines())
    assert {line.strip() for line in added} == {
        "version: '2'",
        "uri:",
        "- 'https://a/d: 1'",
        "- {type: script, name: code, version: \"1\", uri: 'https://a/c1'} # theirs",
    }
    document = parse(SourceFile("", found.stdout_bytes))
    assert document.valid
    assert yaml.safe_load(found.stdout) == document.data


@pytest.mark.parametrize("content", [WHOLE.encode(), b"\xef\xbb\xbf" + WHOLE.replace("\n", "\r\n").encode()])
def test_a_job_that_has_everything_is_printed_as_it_is(tmp_path: Path, monkeypatch: Any, content: bytes) -> None:
    monkeypatch.chdir(tmp_path)  # neither a configuration nor a repository
    (tmp_path / "a.yaml").write_bytes(content)
    found = bundle("a.yaml")
    assert (found.exit_code, found.stderr, found.stdout_bytes) == (0, "", content)


def test_line_breaks_stay(folder: Path) -> None:
    (folder / "train.yaml").write_bytes(JOB.replace("\n", "\r\n").encode())
    made = bundle("train.yaml").stdout_bytes
    assert made.count(b"\n") == made.count(b"\r\n") == JOB.count("\n") + 3
    assert parse(SourceFile("", made)).valid


ODD = "when: 2020-01-02\ncallbacks: [1e3, '1e3', \"a\\x85\\n b\"]\n"
WAYS = [
    "  - type: data\n    name: digits # c\n    # trailing\n\n",
    "  - name: digits\n    type: data",
    '  -   type: data\n      name: "digits"\n',
    "  - &a\n    type: data\n    name: digits\n",
    "  - type: data\n    name: |-\n      digits\n\n    # c\n",
    "  - type: data\n    name: digits\n    require:\n      - python\n",
    "  - {\n    type: data,\n    name: digits, # c\n    }\n",
    "  - {type: data, name: digits,}\n",
    "  - type: data\n    name: digits\n    x: {a: [1,\n      2]}\n",
    "  - ? type\n    : data\n    ? name\n    : digits\n",
    '  - type: data\n    name: digits\n    description: "a\n      b\x85"\n',
]


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("way", WAYS)
def test_a_prerequisite_is_filled_however_it_is_written(folder: Path, way: str, line_break: str) -> None:
    (folder / "catalog" / "data" / "digits.yaml").write_text(DATA + ODD)
    head, _, rest = JOB.partition("  - type: data")
    tail = rest[rest.index("taskRoles:") :].replace("    script: code\n", "")
    text = head + way.rstrip("\n") + "\n" + tail
    (folder / "train.yaml").write_bytes(text.replace("\n", line_break).encode())
    found = bundle("train.yaml")
    assert (found.exit_code, found.stderr) == (0, "")
    assert found.stdout_bytes.startswith(head.replace("\n", line_break).encode()), "comments stay"
    document = parse(SourceFile("", found.stdout_bytes))
    assert document.valid
    item = document.data["prerequisites"][1]
    assert item["uri"] == ["https://a/d: 1"] and item["callbacks"] == [1000, "1e3", "a\x85\n b"]
    assert {**item, "when": ""} == {**item, **parse(SourceFile("", text.encode())).data["prerequisites"][1], "when": ""}


def test_a_link_that_leads_to_itself_is_told_in_a_sentence(folder: Path) -> None:
    (folder / "itself").symlink_to("itself")
    found = bundle("train.yaml", "--output", "itself")
    assert (found.exit_code, found.stdout) == (2, "")
    assert "itself is a link that leads to itself. Delete it, or name another file." in found.stderr


def test_another_folder_can_be_named(folder: Path) -> None:
    (folder / "other").mkdir()
    (folder / "other" / "all.yaml").write_text(DATA.replace("https://a", "https://b"))
    (folder / "other" / "code.yaml").write_text(CODE.format("1", "-other"))
    (folder / "mkdocs.yml").unlink()
    assert "https://b/d" in bundle("train.yaml", "--catalog", "other").stdout
    found = bundle("train.yaml", "--catalog", "nowhere")
    assert found.exit_code == 2 and "There is no folder nowhere" in found.stderr


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("name: digits", "name: digts"), "`digts` from a catalog, and "),
        (("name: digits", "name: digts"), "Did you mean `digits`?"),
        (('version: "1"', 'version: "3"'), "the script `code` in version 3 from a catalog, and "),
        (('version: "1"', 'version: "3"'), "has no such version. There are `2` and `1`."),
    ],
)
def test_a_missing_component_is_named(folder: Path, change: tuple[str, str], words: str) -> None:
    (folder / "train.yaml").write_text(JOB.replace(*change).replace("data: digits", f"data: {change[1].split()[-1]}"))
    if "version" in change[0]:
        (folder / "train.yaml").write_text(JOB.replace(*change))
    found = bundle("train.yaml")
    assert (found.exit_code, found.stdout) == (2, "")
    assert words in found.stderr


def test_a_job_of_a_catalog_finds_that_from_anywhere(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "catalog" / "train.yaml").write_text(JOB)
    (folder / "elsewhere").mkdir()
    monkeypatch.chdir(folder / "elsewhere")
    found = bundle(str(folder / "catalog" / "train.yaml"))
    assert (found.exit_code, found.stderr) == (0, "") and "https://a/d: 1" in found.stdout
    assert bundle("../train.yaml").exit_code == 2, "this one lies beside the catalog"


def test_without_any_catalog_it_says_what_to_do(folder: Path) -> None:
    (folder / "mkdocs.yml").unlink()
    found = bundle("train.yaml", "-o", "out.yaml", "--lock")
    assert (found.exit_code, found.stdout) == (2, "")
    assert "name its folder with `--catalog`, or go to the folder of its `mkdocs.yml`" in found.stderr
    assert not (folder / "out.yaml").exists() and not (folder / "out.lock.json").exists()
    missing = bundle("train.yaml", "-f", "nowhere.yml")
    assert missing.exit_code == 2 and "There is no nowhere.yml" in missing.stderr


def test_what_is_no_valid_job_is_told(folder: Path) -> None:
    (folder / "train.yaml").write_text(JOB.replace("commands:", "comands:"))
    found = bundle("train.yaml")
    assert (found.exit_code, found.stdout) == (1, "")
    assert "Did you mean `commands`?" in found.stderr
    for name, code, words in (
        ("nowhere.yaml", 2, "There is no file"),
        (".", 2, ". is a folder: name the protocol file of a job."),
        ("catalog/code1.yaml", 2, "no job but a script"),
    ):
        found = bundle(name)
        assert found.exit_code == code and words in found.stderr
    (folder / "train.yaml").write_text("a: [")
    assert bundle("train.yaml").exit_code == 1
    (folder / "catalog" / "code1.yaml").write_text(CODE.format("1", "").replace("uri: ", "uri: [").rstrip() + "]\n")
    (folder / "train.yaml").write_text(JOB)
    spoiled = bundle("train.yaml")
    assert spoiled.exit_code == 1 and "`uri`" in spoiled.stderr


def test_the_bundle_replaces_a_file_but_not_what_it_is_made_of(folder: Path) -> None:
    (folder / "out.yaml").write_text("old")
    found = bundle("train.yaml", "--output", "out.yaml")
    assert (found.exit_code, found.stdout) == (0, "")
    assert found.stderr == "out.yaml: with data digits, script code in it.\n"
    assert (folder / "out.yaml").read_text() == bundle("train.yaml").stdout
    for name in ("train.yaml", "catalog/../train.yaml", "catalog/data/digits.yaml"):
        before = (folder / name).read_text()
        found = bundle("train.yaml", "-o", name)
        assert found.exit_code == 2 and "is what the bundle is made of" in found.stderr
        assert (folder / name).read_text() == before
    assert bundle("train.yaml", "-o", "no/where.yaml").exit_code == 2


def test_secrets_are_masked_but_own_ones_on_demand(folder: Path) -> None:
    (folder / "train.yaml").write_text(JOB + "secrets: {token: hunter22}\n")
    secret = "ghp_" + "a1B2" * 9
    (folder / "catalog" / "data" / "digits.yaml").write_text(DATA.replace("https://a/d", f"https://a/{secret}"))
    found = bundle("train.yaml", "--lock")
    assert found.exit_code == 0
    assert 'secrets: {token: "******"}' in found.stdout
    assert "train.yaml contains secrets; the bundle has ****** instead. Add `--show-secrets`" in found.stderr
    shown = bundle("train.yaml", "--show-secrets")
    assert "secrets: {token: hunter22}" in shown.stdout
    assert "train.yaml contains secrets; so does its bundle. Keep both to yourself." in shown.stderr
    for output in (found, shown):
        assert "catalog/data/digits.yaml holds a secret, which is not copied" in output.stderr
        assert "hunter22" not in output.stderr
        assert secret not in output.stdout + output.stderr + (folder / "train.lock.json").read_text()


def git(folder: Path, *arguments: str) -> str:
    person = {f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    return subprocess.run(
        ["git", *arguments], cwd=folder, env={**os.environ, **person}, check=True, capture_output=True, text=True
    ).stdout.strip()


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_lock_says_what_it_was_made_of(folder: Path) -> None:
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "x")
    found = bundle("train.yaml", "--lock", "-o", "out.yaml")
    assert found.exit_code == 0, found.stderr
    lock = json.loads((folder / "out.lock.json").read_text())
    assert lock.pop("generator").startswith("paicatalog ")
    assert lock == {
        "lockVersion": 1,
        "job": {
            "type": "job",
            "name": "train",
            "version": None,
            "path": "train.yaml",
            "sha256": digest(folder / "train.yaml"),
        },
        "components": [
            {
                "pointer": "/prerequisites/1",
                "type": "data",
                "name": "digits",
                "version": "2",
                "path": "catalog/data/digits.yaml",
                "sha256": digest(folder / "catalog/data/digits.yaml"),
            },
            {
                "pointer": "/prerequisites/2",
                "type": "script",
                "name": "code",
                "version": "1",
                "path": "catalog/code1.yaml",
                "sha256": digest(folder / "catalog/code1.yaml"),
            },
        ],
        "bundle": {"sha256": digest(folder / "out.yaml")},
        "commit": git(folder, "rev-parse", "HEAD"),
        "uncommitted": [],
    }


def test_the_lock_names_what_is_not_as_committed(folder: Path) -> None:
    git(folder, "init", "--quiet")
    git(folder, "add", "catalog")
    git(folder, "commit", "--quiet", "-m", "x")
    (folder / "catalog" / "code1.yaml").write_text(CODE.format("1", "/changed"))
    (folder / "catalog" / "code2.yaml").write_text("not used, and changed")
    assert bundle("train.yaml", "--lock").exit_code == 0
    assert json.loads((folder / "train.lock.json").read_text())["uncommitted"] == ["catalog/code1.yaml", "train.yaml"]


def test_outside_git_the_lock_has_no_commit(folder: Path) -> None:
    assert bundle("train.yaml", "--lock").exit_code == 0
    lock = json.loads((folder / "train.lock.json").read_text())
    assert (lock["commit"], lock["uncommitted"]) == (None, None)
    assert lock["components"][0]["path"] == "catalog/data/digits.yaml"
    assert bundle("train.yaml", "--lock").exit_code == 0, "our own lock is written anew"
    (folder / "train.lock.json").write_text("{}")
    found = bundle("train.yaml", "--lock")
    assert (found.exit_code, found.stdout) == (2, "") and "is no lock" in found.stderr
    assert (folder / "train.lock.json").read_text() == "{}"
