"""The environment of the templates: compiled once, escaping everything, each template replaceable by name."""

from functools import lru_cache
from pathlib import Path

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined

from paicatalog.site.icon import ICONS
from paicatalog.site.markdown import inline_code
from paicatalog.site.type_icon import type_icon

TEMPLATES = Path(__file__).parent / "templates"


@lru_cache(maxsize=4)
def environment(overrides: Path | None = None) -> Environment:
    """Return the environment whose templates in `overrides` come before the package's own.

    A template that replaces one of ours can extend it as `default/NAME`.
    """
    own = FileSystemLoader(TEMPLATES)
    loaders: list[BaseLoader] = [FileSystemLoader(overrides)] if overrides else []
    made = Environment(
        loader=ChoiceLoader([*loaders, own, PrefixLoader({"default": own})]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=overrides is not None,  # `serve` shows an edit; ours never change
    )
    made.filters["inline_code"] = inline_code
    made.globals.update(type_icon=type_icon, icons=ICONS)
    return made
