"""The patches of the theme's templates."""

from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader
from mkdocs.theme import Theme

from paicatalog.site.site import OVERRIDES
from paicatalog.site.theme.patches import PATCHES, Patch
from paicatalog.site.theme.template_loader import TemplateLoader

THEME = Path(Theme("material").dirs[0])
CASES = [(theme, patch) for theme, patches in PATCHES.items() for patch in patches]


def patched(name: str) -> tuple[str, str]:
    """Return a template of Material before and after the patches."""
    env = Theme("material").get_env()
    loader = TemplateLoader(env.loader, THEME, patches=PATCHES["material"], report=refuse)
    return env.loader.get_source(env, name)[0], loader.get_source(env, name)[0]


def refuse(patch: Patch) -> None:
    pytest.fail(f"the patch for {patch.purpose} does not apply")


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


@pytest.mark.parametrize(("theme", "patch"), CASES, ids=[f"{theme}: {patch.purpose}" for theme, patch in CASES])
def test_every_patch_applies_to_the_installed_theme(theme: str, patch: Patch) -> None:
    assert patch.old in (Path(Theme(theme).dirs[0]) / patch.template).read_text(encoding="utf-8")


@pytest.fixture
def unapplied(tmp_path: Path) -> Callable[..., tuple[str, list[Patch]]]:
    """Load a template of other text: `unapplied(theme=folder)` returns its source and the reported patches."""
    (tmp_path / "page.html").write_text("Other text", encoding="utf-8")

    def load(*, theme: Path) -> tuple[str, list[Patch]]:
        reported: list[Patch] = []
        patches = [Patch("page.html", "Its text", "Ours", "our text"), Patch("other.html", "Its text", "Ours", "more")]
        loader = TemplateLoader(FileSystemLoader(tmp_path), theme, patches=patches, report=reported.append)
        return loader.get_source(Environment(), "page.html")[0], reported

    return load


def test_other_text_of_the_theme_is_reported_and_stays(
    unapplied: Callable[..., tuple[str, list[Patch]]], tmp_path: Path
) -> None:
    source, reported = unapplied(theme=tmp_path)
    assert source == "Other text"
    assert [patch.purpose for patch in reported] == ["our text"]


def test_a_template_of_the_site_may_differ_from_the_themes(
    unapplied: Callable[..., tuple[str, list[Patch]]], tmp_path: Path
) -> None:
    source, reported = unapplied(theme=tmp_path / "theme")
    assert source == "Other text"
    assert reported == []


def test_the_link_to_the_repository_asks_its_host_for_nothing() -> None:
    _, after = patched("partials/source.html")
    assert "data-md-component" not in after


def test_no_template_of_ours_is_one_of_the_themes() -> None:
    """What is the theme's is patched while it is read, not copied."""
    for template in OVERRIDES.rglob("*.html"):
        same = THEME / template.relative_to(OVERRIDES)
        if same.is_file():
            ours, theirs = (
                set(map(str.strip, path.read_text(encoding="utf-8").splitlines())) for path in (template, same)
            )
            assert {line for line in ours & theirs if len(line) > 40} == set(), template
