"""The environment of the templates: escaping everything, each template replaceable by name."""

from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup

from paicatalog.site.code.markdown import inline_code
from paicatalog.site.theme.icons import ICONS
from paicatalog.site.theme.language import language_attributes, translated, translated_form
from paicatalog.site.theme.type_icons import type_icon

TEMPLATES = Path(__file__).parent.parent / "templates"


def environment(overrides: Path | None = None) -> Environment:
    """Return the environment; templates in `overrides` replace the package's templates of the same name.

    A replacement can extend the original as `default/NAME`. Messages are translated into the language that is current
    during rendering.
    """
    # Ours never change and are compiled once; those of a site can be edited, added and removed between two builds.
    return _made([FileSystemLoader(overrides)]) if overrides else _own_environment()


@cache
def _own_environment() -> Environment:
    return _made([])


def _made(overriding: Sequence[BaseLoader]) -> Environment:
    own = FileSystemLoader(TEMPLATES)
    made = Environment(
        loader=ChoiceLoader([*overriding, own, PrefixLoader({"default": own})]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        auto_reload=False,
    )
    made.policies["ext.i18n.trimmed"] = True
    made.filters["inline_code"] = inline_code
    made.newstyle_gettext = True  # type: ignore[attr-defined] # the extension's: values go with the call
    made.globals.update(type_icon=type_icon, icons=ICONS, gettext=_gettext, ngettext=_ngettext)
    made.globals["language_attributes"] = lambda: Markup(language_attributes())  # noqa: S704 (from a file name)
    return made


_safe = lru_cache(maxsize=1_000)(Markup)
"""Messages are part of the package, and therefore safe HTML."""


def _gettext(text: str, /, **values: object) -> Markup:
    """Return a translated message of a template, which is HTML; values are escaped."""
    said = _safe(translated(text))
    return said % values if values else said


def _ngettext(one: str, many: str, number: int, /, **values: object) -> Markup:
    return _safe(translated_form(one, many, number)) % {"num": f"{number:,}", **values}
