"""The patches of Material's templates."""

from pathlib import Path

import pytest
from jinja2 import Environment
from mkdocs.theme import Theme

from paicatalog.site.site import OVERRIDES
from paicatalog.site.theme.patches import PATCHES, PatchingLoader


def patched(name: str) -> tuple[str, str]:
    """Return the theme's template before and after the patches."""
    env = Theme("material").get_env()
    return env.loader.get_source(env, name)[0], PatchingLoader(env.loader.searchpath).get_source(env, name)[0]


def test_checkboxes_have_no_autocomplete() -> None:
    before, after = patched("base.html")
    assert before.count('autocomplete="off"') == 2
    assert "autocomplete" not in after


def test_the_themes_script_leaves_ready_made_pages_alone() -> None:
    _, after = patched("base.html")
    equipped = '{% if not page.is_generated %}data-md-component="content"{% endif %}'
    assert after.count('data-md-component="content"') == after.count(equipped) == 1


def test_labels_have_a_tabindex_only_with_a_value() -> None:
    before, after = patched("partials/nav-item.html")
    assert 'tabindex="{{ tabindex }}"' in before
    assert after.count("tabindex=") == after.count("{% if tabindex %} tabindex=")


@pytest.mark.parametrize("name", PATCHES)
def test_every_patch_applies_to_the_theme(name: str) -> None:
    before, after = patched(name)
    for wrong, right in PATCHES[name]:
        assert wrong in before
        assert right in after


@pytest.mark.parametrize("name", PATCHES)
def test_where_the_theme_has_other_text_its_template_is_read_as_it_is(tmp_path: Path, name: str) -> None:
    template = tmp_path / name
    template.parent.mkdir(exist_ok=True)
    template.write_text("Other text")
    assert PatchingLoader(tmp_path).get_source(Environment(), name)[0] == "Other text"


def test_the_link_to_the_repository_asks_its_host_for_nothing() -> None:
    _, after = patched("partials/source.html")
    assert "data-md-component" not in after


def test_no_template_of_ours_is_one_of_the_themes() -> None:
    """What is the theme's is patched while it is read, not copied."""
    theme = Path(Theme("material").dirs[0])
    for template in OVERRIDES.rglob("*.html"):
        same = theme / template.relative_to(OVERRIDES)
        if same.is_file():
            ours, theirs = (
                set(map(str.strip, path.read_text(encoding="utf-8").splitlines())) for path in (template, same)
            )
            assert {line for line in ours & theirs if len(line) > 40} == set(), template
