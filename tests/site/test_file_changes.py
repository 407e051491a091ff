"""The changes of each commit, as shown on a component's page."""

from dataclasses import replace
from pathlib import Path

from component_samples import HISTORY, JOB, context

from paicatalog.catalog.component import Component
from paicatalog.catalog.git.file_versions import OldContents
from paicatalog.catalog.git.history import FileHistory
from paicatalog.site.build_context import BuildContext
from paicatalog.site.facts.file_changes import FileChange, file_changes
from paicatalog.site.pages.component.component_pages import component_page

CHANGED = (
    JOB.replace("0.01 ", "0.02 ").replace("gpu: 2", "gpu: 4").replace("  greeting", "  # said at first\n  greeting")
)


class Contents(OldContents):
    """Contents of a file without Git, beginning with the newest commit's."""

    def __init__(self, *texts: str) -> None:
        super().__init__(Path("/nowhere"), (), most=9)
        self.texts = texts

    def of(self, _: FileHistory) -> tuple[bytes | None, ...]:
        return tuple(text.encode() or None for text in self.texts)


def component(text: str = JOB) -> Component:
    return context(text).catalog.components[0]


def changes(*texts: str) -> tuple[FileChange | None, ...]:
    return file_changes(component(), Contents(*texts))


def test_a_change_says_its_keys_and_shows_its_lines() -> None:
    (change,) = changes(CHANGED, JOB)
    assert change
    assert change.keys == ("parameters", "taskRoles")
    assert (change.added, change.removed, change.more) == (3, 2, 0)
    assert [f"{line.sign}{line.text}" for line in change.lines][:7] == [
        "\u2026",
        ' version: "2"',
        " parameters:",
        "-  rate: 0.01   # the learning rate",
        "+  rate: 0.02   # the learning rate",
        "+  # said at first",
        '   greeting: "hello"',
    ]


def test_what_only_moved_or_cannot_be_read_shows_no_change() -> None:
    assert changes(JOB, JOB.replace("\n", "\r\n"), "", JOB) == (None, None, None)


def test_a_rewritten_file_is_cut_short() -> None:
    (change,) = changes("a\n" * 500, "b\n" * 500)
    assert change
    assert (len(change.lines), change.more, change.added) == (40, 960, 500)


def test_a_secret_of_any_version_is_in_no_change() -> None:
    """The value is first used in a command, where it looks like any word, then declared as a secret, then removed."""
    word = "correct-horse-battery"
    open_ = JOB.replace("print(2)", f"print('{word}')")
    declared = JOB + f"secrets: {{key: {word}}}\n"
    found = changes(JOB, declared, open_)
    assert all(found)
    assert word not in repr(found)
    assert "******" in repr(found)


def test_the_page_shows_the_change_of_each_commit() -> None:
    made = context(JOB)
    build = replace(BuildContext.of(made), old_contents=Contents(CHANGED, JOB))
    page = component_page(replace(component(), history=HISTORY), build).html
    history = page.split('id="history"')[1].split("</section>")[0]
    first, second = history.split("<li>")[1:]
    assert "parameters, taskRoles" in first
    assert "+   rate: 0.02" in first
    assert "pc-change" not in second
