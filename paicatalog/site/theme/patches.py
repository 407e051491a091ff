"""Patches of Material's templates, applied while they are loaded.

They correct errors that the Nu HTML checker reports, avoid work of the theme's script that generated pages do not need,
and put our search field into the header. Neither blocks nor partials can change these few characters, and a copy of a
whole template would become outdated. If a release of the theme has different text, a patch does nothing; a test shows
that all of them apply to the installed theme.
"""

from collections.abc import Callable, Mapping, Sequence

from jinja2 import Environment, FileSystemLoader

from paicatalog.site.theme.language import gettext_noop

_TOGGLE = 'type="checkbox" id="__{}" autocomplete="off"'
_CONTENT = 'data-md-component="content"'
"""The attribute by which the theme's script finds code, tables and other elements to extend. Generated pages need none
of that, and measuring each block of code would force the layout of everything outside the viewport."""
_NAV_LABEL = 'id="{{ path }}_label" tabindex="{{ tabindex }}"'
_PALETTE = ' data-md-component="palette"'
"""The attribute by which the theme's script finds the color switch; at the start it restyles the page three times.
Our `partials/javascripts/palette.html` replaces it."""
_SOURCE = ' data-md-component="source"'
"""The attribute by which the theme's script finds the link to the repository, to request its stars and forks."""
_TITLE = "{% if page.meta and page.meta.title %}"
_SEARCH = '{% if "material/search" in config.plugins %}'
"""The condition before the theme's search field, which depends on its search plugin; ours is on every site."""
_COPYRIGHT = '{% include "partials/copyright.html" %}'
_MATERIAL = """<a href="https://squidfunk.github.io/mkdocs-material/" target="_blank" rel="noopener">
      Material for MkDocs
    </a>"""
_MADE_WITH = "{{ _('" + gettext_noop("Made with %(what)s") + "', what=material) }}"

PATCHES: Mapping[str, Sequence[tuple[str, str]]] = {
    "base.html": (
        *((wrong, wrong.removesuffix(' autocomplete="off"')) for wrong in map(_TOGGLE.format, ("drawer", "search"))),
        (_CONTENT, "{% if not page.is_generated %}" + _CONTENT + "{% endif %}"),
    ),
    "partials/copyright.html": (
        (f"Made with\n    {_MATERIAL}", "{% set material %}" + _MATERIAL + "{% endset %}" + _MADE_WITH),
    ),
    "partials/footer.html": ((_COPYRIGHT, _COPYRIGHT + '{% include "partials/catalog_links.html" %}'),),
    "partials/header.html": (
        (_TITLE, "{% if page.is_homepage %}{{ config.site_name }}{% elif page.meta and page.meta.title %}"),
        (_SEARCH, '{% include "partials/search.html" %}{% if false %}'),
    ),
    "partials/nav-item.html": (
        (_NAV_LABEL, 'id="{{ path }}_label"{% if tabindex %} tabindex="{{ tabindex }}"{% endif %}'),
    ),
    "partials/palette.html": ((_PALETTE, ""),),
    "partials/source.html": ((_SOURCE, ""),),
}
"""Template -> (old text, new text) pairs."""


class PatchingLoader(FileSystemLoader):
    """Load the theme's templates and apply the patches."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        source, name, fresh = super().get_source(environment, template)
        for wrong, right in PATCHES.get(template, ()):
            source = source.replace(wrong, right)
        return source, name, fresh
