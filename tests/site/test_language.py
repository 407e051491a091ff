"""The interface in other languages: translations are complete, and only texts from files stay English."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from component_samples import JOB, pages
from interface_messages import FOLDER, TEMPLATE, catalog_of, said

from paicatalog.config import make_config
from paicatalog.site.site import ASSETS
from paicatalog.site.theme.language import ENGLISH, gettext, in_language, ngettext, words_of

DATA = "protocolVersion: 2\nname: digits\ntype: data\nuri: ['https://example.org/d']\n"
TRANSLATIONS = sorted(FOLDER.glob("*.po"))
VALUE = re.compile(r"%\(\w+\)s|<[^>]+>|`[^`]+`")
WRITE_ANEW = "run `python tests/site/interface_messages.py`"


@pytest.fixture
def chinese() -> Iterator[None]:
    with in_language("zh"):
        yield


def forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def test_the_list_of_all_that_is_said_is_up_to_date() -> None:
    listed, found = catalog_of(TEMPLATE), said()
    assert {message.id for message in listed if message.id} == {message.id for message in found if message.id}, (
        WRITE_ANEW
    )


@pytest.mark.parametrize("file", TRANSLATIONS, ids=lambda file: file.stem)
def test_a_translation_is_whole(file: Path) -> None:
    translation = catalog_of(file)
    wanted = {message.id for message in said() if message.id}
    assert {message.id for message in translation if message.id} == wanted, WRITE_ANEW
    missing = [ids(message)[0] for message in translation if message.id and (message.fuzzy or not all(forms(message)))]
    assert not missing, "\n".join(["Not translated:", *missing])


@pytest.mark.parametrize("file", TRANSLATIONS, ids=lambda file: file.stem)
def test_a_translation_keeps_what_is_filled_in(file: Path) -> None:
    for message in catalog_of(file):
        allowed = {frozenset(VALUE.findall(text)) | {"%(num)s"} for text in ids(message)}
        for text in forms(message) if message.id else ():
            assert frozenset(VALUE.findall(text)) | {"%(num)s"} in allowed, message.id


@pytest.mark.usefixtures("chinese")
def test_words_and_numbers_are_said_in_the_language() -> None:
    assert gettext("Copy YAML") == "复制 YAML"
    assert gettext("line %(line)s", line=7) == "第 7 行"
    assert ngettext("%(num)s component", "%(num)s components", 1234) == "1,234 个组件"
    assert gettext("what nobody translated") == "what nobody translated"


@pytest.mark.parametrize(
    ("language", "word"),
    [
        *((tag, "任务") for tag in ("zh", "ZH", "zh-CN", "zh_Hans", "zh-Hans-CN", "zh_SG")),
        *((tag, "Job") for tag in ("zh-TW", "zh_HK", "zh-Hant", "zh-Hant-CN", "fr", "en-GB", "xx", "no such", "-", "")),
    ],
)
def test_the_nearest_language_is_spoken(language: str, word: str) -> None:
    with in_language(language):
        assert gettext("Job") == word


def test_what_fails_in_one_language_leaves_the_one_of_before() -> None:
    with pytest.raises(ZeroDivisionError), in_language("zh"):
        _ = 1 / 0
    assert gettext("Job") == "Job"


@pytest.mark.parametrize(
    ("theme", "language"),
    [
        ({"name": "material", "language": "zh"}, "zh"),
        ({"name": "readthedocs", "locale": "zh_CN"}, "zh_CN"),
        ("mkdocs", "en"),
    ],
)
def test_the_theme_says_which_language(tmp_path: Path, theme: object, language: str) -> None:
    (tmp_path / "catalog").mkdir()
    assert make_config(tmp_path / "mkdocs.yml", {"theme": theme}, {}).language == language


@pytest.mark.usefixtures("chinese")
def test_pages_of_components_say_nothing_in_english_but_what_their_files_say() -> None:
    for page in pages(JOB, DATA).values():
        headings = re.findall(r"<h2[^>]*>([^<]+)</h2>|<dt>([^<$]+)</dt>|<th scope=\"col\"[^>]*>([^<]+)</th>", page.html)
        words = {"".join(found) for found in headings}
        assert words
        assert not {each for each in words if each.isascii() and each not in {"GPU", "CPU", "YAML"}}


@pytest.mark.usefixtures("chinese")
def test_scripts_are_given_what_they_say() -> None:
    scripts = b"\n".join(path.read_bytes() for path in ASSETS.rglob("*.js"))
    given = words_of(scripts).decode()
    assert given.count("\n") == 1
    assert '"Clear all":["全部清除"]' in given
    assert "Contributor" in given
    assert "Three ways to take part" not in given  # the home page says that
    with in_language(ENGLISH):
        assert words_of(scripts) == b""
