"""What is mended in Material's templates, and which of its partials ours replace."""

from mkdocs.theme import Theme

from paicatalog.site.site import OVERRIDES
from paicatalog.site.theme.patches import MENDS, MendingLoader


def mended(name: str) -> tuple[str, str]:
    """The theme's template before and after."""
    env = Theme("material").get_env()
    return env.loader.get_source(env, name)[0], MendingLoader(env.loader.searchpath).get_source(env, name)[0]


def test_checkboxes_have_no_autocomplete() -> None:
    before, after = mended("base.html")
    assert before.count('autocomplete="off"') == 2
    assert "autocomplete" not in after


def test_the_themes_script_leaves_ready_made_pages_alone() -> None:
    _, after = mended("base.html")
    equipped = '{% if not page.is_generated %}data-md-component="content"{% endif %}'
    assert after.count('data-md-component="content"') == after.count(equipped) == 1


def test_labels_have_a_tabindex_only_with_a_value() -> None:
    before, after = mended("partials/nav-item.html")
    assert 'tabindex="{{ tabindex }}"' in before
    assert after.count("tabindex=") == after.count("{% if tabindex %} tabindex=")


def test_every_mend_still_meets_the_theme() -> None:
    assert all(wrong in mended(name)[0] for name, pairs in MENDS.items() for wrong, _ in pairs)


def test_the_link_to_the_repository_asks_its_host_for_nothing() -> None:
    partial = (OVERRIDES / "partials" / "source.html").read_text(encoding="utf-8")
    assert "data-md-component" not in partial
