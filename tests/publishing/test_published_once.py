"""Secrets are masked only once for each document of a catalog, however often the site uses it."""

from collections import Counter
from pathlib import Path

import pytest

from paicatalog import pipeline
from paicatalog.config import load_config
from paicatalog.protocol.document import Document
from paicatalog.publishing import published_catalog
from paicatalog.site.pages.component.component_pages import component_pages
from paicatalog.site.site import Site
from paicatalog.site.theme.external_code import ExternalCode

JOB = """\
protocolVersion: 2
name: NAME
type: job
version: "1.0.0"
prerequisites:
  - {type: dockerimage, name: python, uri: "python:3.12.11"}
  - {type: data, name: digits}
secrets: {token: a-literal-secret}
taskRoles:
  main:
    dockerImage: python
    data: digits
    resourcePerInstance: {cpu: 1, memoryMB: 1024, gpu: 0}
    commands: ["curl -LO <% $data.uri[0] %>"]
"""
DATA = 'protocolVersion: 2\nname: digits\ntype: data\nversion: "1.0.0"\nuri: ["https://example.org/v1/digits.tar.gz"]\n'


def test_each_document_is_masked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalog = tmp_path / "catalog"
    catalog.mkdir()
    for name in ("a", "b"):
        (catalog / f"{name}.yaml").write_text(JOB.replace("NAME", name))
    (catalog / "digits.yaml").write_text(DATA)
    (catalog / "broken.yaml").write_text("secrets: {token: [a-literal-secret")
    config = tmp_path / "mkdocs.yml"
    config.write_text("site_name: Jobs\nsite_url: https://jobs.example.com/\nplugins: [paicatalog]\n")
    texts: Counter[bytes] = Counter()
    masked = published_catalog.masked

    def counted(document: Document) -> Document:
        texts[document.source.content] += 1
        return masked(document)

    monkeypatch.setattr(published_catalog, "masked", counted)
    site = Site.of(pipeline.load(load_config(config)))
    pages = [*component_pages(site.context), *site.main_pages(), *site.other_pages()]
    files = list(site.files([(page.url, page.search) for page in pages if page.search], ExternalCode()))
    assert len(texts) == 6  # four files, and the self-contained form of two jobs
    assert set(texts.values()) == {1}
    published = [page.html.encode() for page in pages] + [file.content for file in files]
    published += [file.content for page in pages for file in page.files]
    assert not any(b"a-literal-secret" in content for content in published)
    assert any(b"******" in content for content in published)
