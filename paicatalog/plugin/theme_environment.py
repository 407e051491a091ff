"""Jinja environments of the theme, as our pages need them."""

from pathlib import Path

from jinja2 import Environment
from mkdocs.theme import Theme
from mkdocs.utils import get_theme_dir

from paicatalog.plugin.messages import tell_unapplied
from paicatalog.site.theme.external_code import ExternalCode
from paicatalog.site.theme.language import translation
from paicatalog.site.theme.patches import PATCHES
from paicatalog.site.theme.template_loader import TemplateLoader


def theme_environment(theme: Theme, code: ExternalCode, *, language: str) -> Environment:
    """Return an environment: with patched templates, inline code in files and translated `overrides`."""
    env = Theme.get_env(theme)
    if env.loader:
        patches = PATCHES.get(theme.name or "", ())
        env.loader = TemplateLoader(env.loader, theme_folder(theme), patches=patches, report=tell_unapplied)
    code.install(env)
    if theme.name == "material":
        env.add_extension("jinja2.ext.i18n")
        messages = translation(language)
        env.install_gettext_callables(  # type: ignore[attr-defined] # of the extension
            messages.gettext, messages.ngettext, newstyle=True
        )
        env.globals["language_attributes"] = messages.attributes
    return env


def theme_folder(theme: Theme) -> Path | None:
    """Return the folder of a theme that is installed as a package."""
    return Path(get_theme_dir(theme.name)) if theme.name else None
