"""The generated documentation contains every key and every rule."""

import re

from component_samples import context

from paicatalog.rules import RULES
from paicatalog.site.pages.protocol_page import reference_pages
from paicatalog.site.pages.rule_pages import rule_pages


def test_every_key_has_an_anchor() -> None:
    (page,) = reference_pages(context())
    ids = re.findall(r' id="([^"]+)"', page.html)
    assert len(ids) == len(set(ids))
    for key in ("job.taskRoles.NAME.resourcePerInstance.gpu", "dockerimage.auth.password", "data.uri", "job.name"):
        assert key in ids
    assert page.html.count("<h1") == 1


def test_every_rule_has_a_page_that_the_index_leads_to() -> None:
    index, *pages = rule_pages(context())
    assert [page.url for page in pages] == [f"rules/{rule.id}/" for rule in RULES]
    for page in pages:
        assert f'href="../{page.url}"' in index.html
        assert page.html.count("<h1") == 1
        assert len(page.description) <= 160
