"""What Material's templates get wrong for the HTML checker, do in vain on our pages, or say otherwise than our pages.

Blocks and partials cannot reach these few characters, and a copy of a whole template would fall behind the theme.
Where a release of the theme has other text, nothing is replaced.
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
"""By this the theme's script finds the choice of colors, and restyles the whole page three times when it starts. Our
`partials/javascripts/palette.html` does its work."""
_SOURCE = ' data-md-component="source"'
"""By this the theme's script finds the link to the repository, and asks the repository's host for stars and forks."""
_TITLE = "{% if page.meta and page.meta.title %}"
_SEARCH = '{% if "material/search" in config.plugins %}'
"""Begins the part of the header that only the theme's search plugin has; ours takes its place on every site."""
_COPYRIGHT = '{% include "partials/copyright.html" %}'
_MATERIAL = """<a href="https://squidfunk.github.io/mkdocs-material/" target="_blank" rel="noopener">
      Material for MkDocs
    </a>"""
_MADE_WITH = "{{ _('" + gettext_noop("Made with %(what)s") + "', what=material) }}"

MENDS: Mapping[str, Sequence[tuple[str, str]]] = {
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


class MendingLoader(FileSystemLoader):
    """Load the theme's templates and apply the patches."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        source, name, fresh = super().get_source(environment, template)
        for wrong, right in MENDS.get(template, ()):
            source = source.replace(wrong, right)
        return source, name, fresh
