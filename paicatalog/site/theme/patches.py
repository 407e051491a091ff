"""Patches of the theme's templates, applied while they are loaded.

They correct errors that the Nu HTML checker reports, avoid work of the theme's script that generated pages do not need,
put our search field into the header and our script of the color schemes into the head. Neither blocks nor partials can
change these few characters, and a copy of a whole template would become outdated. A patch that does not apply, since a
release of the theme has different text, is reported. A test applies all of them to the oldest and the newest release
that `pyproject.toml` allows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from paicatalog.site.theme.language import gettext_noop


@dataclass(frozen=True, slots=True)
class Patch:
    """A text in a template of the theme, and what replaces it."""

    template: str
    """The path below the theme's folder."""
    old: str
    new: str
    purpose: str
    """What is missing without the patch, as a noun."""


_TOGGLE = 'type="checkbox" id="__{}" autocomplete="off"'
_CONTENT = 'data-md-component="content"'
"""The attribute by which the theme's script finds code, tables and other elements to extend. Generated pages need none
of that, and measuring each block of code would force the layout of everything outside the viewport."""
_NAV_LABEL = 'id="{{ path }}_label" tabindex="{{ tabindex }}"'
_PALETTE = ' data-md-component="palette"'
"""The attribute by which the theme's script finds the color switch; at the start it restyles the page three times.
Our `assets/palette.js` replaces it."""
_ANALYTICS = "{% block analytics %}"
_STORAGE = '{% include "partials/javascripts/base.html" %}'
"""The script with the functions that read and write what is stored; ours uses them."""
_PALETTE_SCRIPT = """{% if config.theme.palette and not config.theme.palette is mapping %}
      {% set source = 'assets/paicatalog/palette.js' | url %}
      <script src="{{ source }}" data-palette='{{ config.theme.palette | tojson }}'></script>
    {% endif %}"""
_HISTORY_SCRIPT = """{% if "navigation.instant" in (config.theme.features or []) %}
      <script src="{{ 'assets/paicatalog/history.js' | url }}"></script>
    {% endif %}"""
_ICONS = '{% include "partials/icons.html" %}'
"""The styles with the icons of a site's configuration, which are composed of values, `<style>` included."""
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

_MATERIAL_PATCHES: Sequence[Patch] = (
    *(
        Patch("base.html", old, old.removesuffix(' autocomplete="off"'), f"the valid HTML of the checkbox {name}")
        for name in ("drawer", "search")
        for old in [_TOGGLE.format(name)]
    ),
    Patch(
        "base.html",
        _CONTENT,
        "{% if not page.is_generated %}" + _CONTENT + "{% endif %}",
        "the fast display of the catalog's pages",
    ),
    Patch("base.html", _STORAGE, f"{_STORAGE}\n    {_PALETTE_SCRIPT}", "the switch between color schemes"),
    Patch(
        "base.html",
        _ANALYTICS,
        f"{_HISTORY_SCRIPT}\n    {_ANALYTICS}",
        "typed values after a link within the page, with `navigation.instant`",
    ),
    Patch(
        "base.html",
        _ICONS,
        "{% filter external_code %}" + _ICONS + "{% endfilter %}",
        "the style sheet of the icons in `mkdocs.yml`",
    ),
    Patch(
        "partials/copyright.html",
        f"Made with\n    {_MATERIAL}",
        "{% set material %}" + _MATERIAL + "{% endset %}" + _MADE_WITH,
        "the translation of the copyright line",
    ),
    Patch(
        "partials/footer.html",
        _COPYRIGHT,
        _COPYRIGHT + '{% include "partials/catalog_links.html" %}',
        "the links to feed, API and schema in the footer",
    ),
    Patch(
        "partials/header.html",
        _TITLE,
        "{% if page.is_homepage %}{{ config.site_name }}{% elif page.meta and page.meta.title %}",
        "the title of the home page in the header",
    ),
    Patch(
        "partials/header.html",
        _SEARCH,
        '{% include "partials/search.html" %}{% if false %}',
        "the search field in the header",
    ),
    Patch(
        "partials/header.html",
        '{% include "partials/javascripts/palette.html" %}',
        "",
        "the choice of a color scheme before the first paint",
    ),
    Patch(
        "partials/nav-item.html",
        _NAV_LABEL,
        'id="{{ path }}_label"{% if tabindex %} tabindex="{{ tabindex }}"{% endif %}',
        "the valid HTML of the navigation",
    ),
    Patch("partials/palette.html", _PALETTE, "", "the fast display of color schemes"),
    Patch("partials/source.html", _SOURCE, "", "the link to the repository without a request to its host"),
)
_PAGE_DATA = """{% if page %}
      <script>
        // Current page data"""
"""A script with each page's title and address, for the hosting service of the theme's name. No script reads it."""

PATCHES: Mapping[str, Sequence[Patch]] = {
    "material": _MATERIAL_PATCHES,
    "readthedocs": (
        Patch("base.html", _PAGE_DATA, _PAGE_DATA.replace("page %", "false %"), "pages without a script of their own"),
    ),
}
"""Theme -> its patches."""
