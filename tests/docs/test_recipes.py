"""The recipes are true: each is applied to a copy of the repository, and its commands print what it says."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]
RECIPES = ROOT / "docs" / "development" / "recipes.md"
COPIED = ("paicatalog", "docs", "tests", "mkdocs.yml", "pyproject.toml", "catalog/jobs/linear-regression.yaml")
CODE = re.compile(
    r"^`(?P<file>[^`]+)` \((?P<how>new|at the end|after|in place of)(?: `(?P<line>[^`]+)`)?\)\n\n"
    r"(?P<fence>`{3,})\w+\n(?P<code>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)
BLOCK = re.compile(r"^(?P<fence>`{3,})(?P<language>\w+)\n(?P<code>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL)
BIN = Path(sys.executable).parent


def recipes() -> Iterator[object]:
    for text in RECIPES.read_text(encoding="utf-8").split("\n## ")[1:]:
        yield pytest.param(text, id=text.partition("\n")[0])


def recipe(title: str) -> str:
    return next(text for text in RECIPES.read_text(encoding="utf-8").split("\n## ") if text.startswith(f"{title}\n"))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the repository with one job in its catalog."""
    for name in COPIED:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        copied = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        copied(ROOT / name, tmp_path / name)
    return tmp_path


def apply(text: str, folder: Path) -> None:
    """Write the code of a recipe into the files that it names."""
    for step in CODE.finditer(text):
        path, code = folder / step["file"], step["code"]
        if step["how"] == "new":
            assert not path.exists(), path
            path.parent.mkdir(exist_ok=True)
            path.write_text(code, encoding="utf-8")
            continue
        before = path.read_text(encoding="utf-8")
        if step["how"] == "at the end":
            path.write_text(before + code, encoding="utf-8")
            continue
        line = f"{step['line']}\n"
        assert f"\n{before}".count(f"\n{line}") == 1, f"{path} has no such line, or several: {line}"
        kept = line if step["how"] == "after" else ""
        path.write_text(f"\n{before}".replace(f"\n{line}", f"\n{kept}{code}")[1:], encoding="utf-8")


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run commands of a recipe with the programs of this environment and the code of the copy."""
    script = command.replace(".venv/bin/", f"{BIN}/")
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(folder), "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        ["bash", "-e", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("text", list(recipes()))
def test_a_recipe_does_what_it_says(text: str, copy: Path) -> None:
    blocks = list(BLOCK.finditer(text))
    (commands,) = (block["code"] for block in blocks if block["language"] == "sh")
    (seen,) = (block["code"] for block in blocks if block["language"] == "text")
    steps = list(CODE.finditer(text))
    assert len(steps) == len(blocks) - 2, "the place of some code is not named as the test expects it"
    apply(text, copy)
    if code := " ".join({step["file"] for step in steps if step["file"].endswith(".py")}):
        commands += f".venv/bin/ruff check -q {code}\n.venv/bin/ruff format --check -q {code}\n"
    done = run(commands, copy)
    assert done.returncode == 0, done.stdout + done.stderr
    printed = [line.strip() for line in done.stdout.splitlines()]
    assert [line for line in seen.splitlines() if line not in printed] == []


def test_the_tests_name_what_a_new_language_lacks(copy: Path) -> None:
    apply(recipe("Add a language"), copy)
    assert run(".venv/bin/python tests/site/interface_messages.py", copy).returncode == 0
    tests = ("test_a_translation_is_whole[de]", "test_a_translation_keeps_what_is_filled_in[de]")
    check = " ".join([".venv/bin/pytest -n0", *(f"'tests/site/test_language.py::{test}'" for test in tests)])
    done = run(check, copy)
    assert done.returncode == 1 and re.search(r"Not translated:$.*^E +Health$", done.stdout, re.M | re.S), done.stdout
    translate(copy / "paicatalog" / "site" / "languages" / "de.po")
    done = run(check, copy)
    assert done.returncode == 0, done.stdout + done.stderr


def translate(file: Path) -> None:
    """Fill in each message that has no translation, with the message itself."""
    with file.open("rb") as stream:
        catalog = read_po(stream)
    for message in catalog:
        if message.id and not (message.string if isinstance(message.string, str) else all(message.string)):
            message.string = message.id
    with file.open("wb") as stream:
        write_po(stream, catalog)
