"""Combinations of plugins, their order, features of the theme and forms of URLs. In all, the catalog says the same."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

LANGUAGES = "languages: [{locale: en, default: true, name: English}, {locale: fr, name: French}]"
ALONE = "paicatalog"
MATERIAL = "name: material, font: false"
HOME = {"docs/index.md": "# Welcome\n\n[The catalog](catalog/index.md)\n"}
PASSWORD = "correct horse battery staple, 9 lamps"
GUIDE = """# A guide

[Train](jobs/train/index.md), [its commands](jobs/train/index.md#commands), [the older](paicatalog:job/train/1.0),
[](paicatalog:data/digits), [all jobs](catalog/index.md), [rules](rules/bad-name/index.md), [feed](feed.xml),
[record](api/v1/job/train.json), [raw](raw/data/digits.yaml), ![grade](badges/job/train.svg)
"""


@dataclass(frozen=True)
class Neighbor:
    """A plugin, or several, beside ours."""

    name: str
    entries: str
    """The entries in the list of plugins."""
    docs: Mapping[str, str] = field(default_factory=dict)
    """Files below the folder of the site: path -> text."""
    options: Mapping[str, str] = field(default_factory=dict)
    """Further options of `mkdocs.yml`."""
    absent: str = ""
    """A text that must not be on a component's page."""
    hidden: str = ""
    """A text that must be in no file of the site."""
    unchecked: str = ""
    """The beginning of the page whose links are not checked."""
    avoided: str = ""
    """A feature of the theme that the plugin warns of."""
    with_material: bool = False
    """Whether the plugin comes with the theme Material."""
    orders: tuple[str, ...] = ("before", "after")


NEIGHBORS = (
    Neighbor("search", "search", with_material=True),
    Neighbor("tags", "tags", {"docs/guide.md": f"---\ntags: [a]\n---\n{GUIDE}"}, with_material=True),
    Neighbor(
        "blog",
        "blog",
        {"docs/blog/posts/first.md": "---\ndate: 2025-01-02\n---\n# First\n\nSee [](paicatalog:job/train).\n"},
        with_material=True,
    ),
    Neighbor("meta", "meta", {"docs/.meta.yml": "status: new\n"}, with_material=True),
    Neighbor("privacy", '{privacy: {assets_exclude: ["unpkg.com/*"]}}', with_material=True),
    Neighbor("offline", "search, {privacy: {assets: false}}, offline", with_material=True),
    Neighbor("social", "social", with_material=True),
    Neighbor("minify", "{minify: {minify_html: true, minify_js: true, minify_css: true}}"),
    Neighbor(
        "encryptcontent",
        "search, encryptcontent",
        {"docs/secret.md": f"---\ntitle: Plan\npassword: {PASSWORD}\n---\nHush.\n"},
        hidden="Hush",
    ),
    Neighbor(
        "git-revision-date-localized",
        "{git-revision-date-localized: {enable_creation_date: true}}",
        absent="md-source-file",
    ),
    Neighbor("git-authors", "git-authors", absent="md-source-file"),
    Neighbor("rss", "rss"),
    Neighbor(
        "static-i18n by suffix",
        f"{{i18n: {{docs_structure: suffix, {LANGUAGES}}}}}",
        HOME | {"docs/guide.fr.md": "# Un guide\n\n[](paicatalog:job/train)\n"},
        avoided="navigation.instant",
    ),
    Neighbor(
        "static-i18n by folder",
        f"search, {{i18n: {{docs_structure: folder, {LANGUAGES}}}}}",
        HOME | {"docs/fr/other.md": "# Un guide\n\n[](paicatalog:job/train)\n", "docs/en/other.md": "# Other\n"},
        avoided="navigation.instant",
    ),
    Neighbor("macros", "macros"),
    Neighbor("redirects", "{redirects: {redirect_maps: {old.md: jobs/train/index.md, older.md: catalog/index.md}}}"),
    Neighbor("section-index", "section-index"),
    Neighbor("literate-nav", "literate-nav", {"docs/SUMMARY.md": "* [Ours](guide.md)\n* [T](jobs/train/index.md)\n"}),
    Neighbor(
        "awesome-nav",
        "awesome-nav",
        {"docs/.nav.yml": "nav: [guide.md, Catalog: catalog/index.md, A: jobs/train/index.md]\n"},
    ),
    Neighbor("awesome-pages", "awesome-pages", {"docs/.pages": "nav: [guide.md, ...]\n"}),
    Neighbor(
        "print-site",
        "print-site",
        options={"nav": "[guide.md]"},
        unchecked="print_page",  # The plugin turns links to pages that are not in the nav into anchors.
        orders=("after",),  # It warns if it is not the last.
    ),
    Neighbor("mike", "mike"),
    Neighbor("htmlproofer", '{htmlproofer: {raise_error: true, ignore_urls: ["*[?]*", "https://*"]}}'),
    Neighbor(
        "monorepo",
        "monorepo",
        {"team/mkdocs.yml": "site_name: team\nnav: [index.md]\n", "team/docs/index.md": "# Team\n"},
        {"nav": "[{Ours: guide.md}, {Team: '!include ./team/mkdocs.yml'}]"},
    ),
)

STACKS = (
    Neighbor("search, tags, blog, minify", "search, tags, blog, minify", orders=("after",)),
    Neighbor("i18n, minify, search", f"search, {{i18n: {{{LANGUAGES}}}}}, minify", HOME, orders=("before",)),
    Neighbor("awesome-nav, macros, redirects", "awesome-nav, macros, {redirects: {redirect_maps: {}}}"),
)
THEMES = {name: f"{{name: {name}, highlightjs: false}}" for name in ("mkdocs", "readthedocs")}
FEATURES = {
    "before": ("navigation.tabs", "navigation.indexes"),
    "after": ("navigation.instant", "navigation.instant.prefetch", "navigation.tracking", "toc.follow"),
}


@dataclass(frozen=True)
class Combination:
    """One site to build."""

    name: str
    plugins: str
    """YAML list."""
    theme: str
    """YAML mapping."""
    directories: bool
    """MkDocs' `use_directory_urls`."""
    neighbor: Neighbor


def combinations() -> Iterator[Combination]:
    """Yield every neighbor before and after ours, with other features and URLs; then some in MkDocs' own themes."""
    for neighbor in (*NEIGHBORS, *STACKS):
        for order in neighbor.orders:
            features = [each for each in FEATURES[order] if not neighbor.avoided or neighbor.avoided not in each]
            theme = f"{{{MATERIAL}, features: [{', '.join(features)}]}}"
            yield _combination(neighbor, order, "material", theme, directories=order == "before")
    for (name, theme), neighbor in product(THEMES.items(), NEIGHBORS[:1]):
        yield _combination(neighbor, "after", name, theme, directories=True)
        yield _combination(neighbor, "before", name, theme, directories=False)


def _combination(neighbor: Neighbor, order: str, name: str, theme: str, *, directories: bool) -> Combination:
    listed = [neighbor.entries, ALONE] if order == "before" else [ALONE, neighbor.entries]
    urls = "folders" if directories else "files"
    return Combination(
        f"{neighbor.name} {order}, {name}, {urls}", f"[{', '.join(listed)}]", theme, directories, neighbor
    )
