"""Translation of the interface. Text from protocol files is never translated.

The English messages are in the code, templates and scripts, as usual with gettext. `languages/messages.pot` lists them;
a translation is a file `NAME.po` beside it. `assets/language.js` has the same functions for scripts.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from gettext import c2py
from pathlib import Path

from babel.core import Locale, get_global, parse_locale
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent.parent / "languages"
ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Translation:
    """The messages of one language."""

    tag: str
    """The language as HTML names it (BCP 47): `zh`, `pt-BR`."""
    words: Mapping[str, tuple[str, ...]]
    """English message -> its translations, one for each plural form."""
    plural: Callable[[int], int]
    """Returns the index of a number's plural form."""
    plural_expression: str
    """The same as an expression of `n` in the syntax of C and JavaScript."""

    def gettext(self, text: str) -> str:
        """Return `text` in this language, its values not filled in; `text` itself if there is no translation."""
        found = self.words.get(text)
        return found[0] if found else text

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Return the plural form for `number`, its values not filled in."""
        forms = self.words.get(one)
        return forms[self.plural(number)] if forms else (one if number == 1 else many)

    @property
    def attributes(self) -> str:
        """The attributes of an element with messages. The page around it may be in another language and direction."""
        return f'lang="{self.tag}" dir="{Locale.parse(self.tag, sep="-").text_direction}"'


_ENGLISH_MESSAGES = Translation(ENGLISH, {}, lambda number: int(number != 1), "(n != 1)")
_current: ContextVar[Translation] = ContextVar("translation", default=_ENGLISH_MESSAGES)


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Translate into `language` inside this context."""
    before = _current.set(translation(language))
    try:
        yield
    finally:
        _current.reset(before)


def gettext(text: str, /, **values: object) -> str:
    """Return `text` in the current language; `%(name)s` in it is replaced by a value."""
    return translated(text) % values if values else translated(text)


def ngettext(one: str, many: str, number: int, /, **values: object) -> str:
    """Return the plural form for `number` in the current language; `%(num)s` in it is replaced by the number."""
    return translated_form(one, many, number) % {"num": f"{number:,}", **values}


def translated(text: str) -> str:
    """Return `text` in the current language, its values not filled in."""
    return _current.get().gettext(text)


def translated_form(one: str, many: str, number: int) -> str:
    """Return the plural form for `number` in the current language, its values not filled in."""
    return _current.get().ngettext(one, many, number)


def language_attributes() -> str:
    """Return the attributes of an element with messages in the current language."""
    return _current.get().attributes


def gettext_noop(text: str) -> str:
    """Mark a text for extraction that is translated later; return it unchanged."""
    return text


def words_of(scripts: bytes) -> bytes:
    """Return a line of JavaScript with the translations of the messages in `scripts`; b"" in English."""
    current = _current.get()
    text = scripts.decode()
    used = {
        english: forms for english, forms in current.words.items() if json.dumps(english, ensure_ascii=False) in text
    }
    if not used:
        return b""
    words = json.dumps(used, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    plural = f"(n)=>Number({current.plural_expression})"
    return f'window.paicatalogLanguage={{tag:"{current.tag}",plural:{plural},words:{words}}};\n'.encode()


def translation(language: str) -> Translation:
    """Return the translation for a language such as `zh` or `zh-CN`; English if there is none.

    A translation serves the regional variants of its language that are written in the same script: `zh` is in
    simplified characters, which readers of `zh-TW` or `zh-Hant` do not expect.
    """
    names = {_tag(path).lower(): path for path in FOLDER.glob("*.po")}
    wanted = language.lower().replace("_", "-")
    parts = wanted.split("-")
    for length in range(len(parts), 0, -1):
        name = "-".join(parts[:length])
        if name in names and _script(name) == _script(wanted):
            return _read(names[name])
    return _ENGLISH_MESSAGES


def _tag(path: Path) -> str:
    return path.stem.replace("_", "-")


def _script(tag: str) -> str:
    """Return the code of the script in which a language is usually written (CLDR's likely subtags): `Hans`."""
    try:
        language, territory, script, *_ = parse_locale(tag, sep="-")
    except ValueError:
        return ""
    likely = get_global("likely_subtags")
    full = likely.get(f"{language}_{territory}") or likely.get(language) or language
    return script or parse_locale(full)[2] or ""


@cache
def _read(path: Path) -> Translation:
    with path.open("rb") as stream:
        catalog = read_po(stream)
    words = {}
    for message in catalog:
        english, *_ = [message.id] if isinstance(message.id, str) else message.id
        forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        if english and all(forms) and not message.fuzzy:
            words[english] = forms
    return Translation(_tag(path), words, c2py(catalog.plural_expr), catalog.plural_expr)
