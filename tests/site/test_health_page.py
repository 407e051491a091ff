"""The page of all findings."""

import re
import subprocess
from pathlib import Path

from component_samples import IMAGE, JOB, context

from paicatalog.config import load_config
from paicatalog.pipeline import load
from paicatalog.site.code.plain_text import plain_text
from paicatalog.site.pages.health_page import health_page


def test_every_finding_is_listed_in_the_words_of_the_gate() -> None:
    shown = context(JOB, IMAGE.replace("python:3.12", "python"), "name: [x\n")
    page = health_page(shown).html
    text = plain_text(page).replace(" ", "")
    for findings in shown.findings.values():
        for finding in findings:
            assert finding.message.replace("`", "").replace(" ", "") in text
            assert f'rules/{finding.rule}/"' in page
    assert re.search(r'href="../dockerimages/python/#L\d+"', page)
    assert re.search(r'href="../problems/catalog-2-yaml[^"]*/#L1"', page)
    assert page.index("yaml-syntax") < page.index("image-without-tag")


def test_a_rule_with_many_findings_is_cut() -> None:
    images = [IMAGE.replace("python:3.12", "python").replace("name: python", f"name: i{n}") for n in range(80)]
    page = health_page(context(*images)).html
    assert "and 30 more" in page
    assert page.count("line 4") <= 200


def test_a_catalog_without_findings_says_so() -> None:
    assert "Nothing to complain about" in health_page(context()).html


def test_the_trend_is_that_of_the_tags(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        who = ["-c", "user.name=ada", "-c", "user.email=ada@example.org"]
        subprocess.run(["git", *who, *arguments], cwd=tmp_path, check=True, capture_output=True)

    (tmp_path / "catalog").mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: x\nplugins: [paicatalog]\n")
    file = tmp_path / "catalog" / "image.yaml"
    git("init", "--quiet")
    for tag, text in (("v1", IMAGE.replace("python:3.12", "python")), ("v2", IMAGE)):
        file.write_text(text)
        git("add", ".")
        git("commit", "--quiet", "-m", tag)
        git("tag", tag)
    shown = load(load_config(tmp_path / "mkdocs.yml"))
    assert [(past.tag, past.count.warnings) for past in shown.trend] == [("v1", 1), ("v2", 0)]
    page = plain_text(health_page(shown).html)
    assert "How it was" in page
    assert re.search(r"v1 \S+ 1 1 0 1 2 v2 \S+ 1 1 0 0 2 now 1 1 0 0 2", page)
