"""Small catalogs for the tests of component pages."""

from datetime import UTC, datetime
from pathlib import Path

from paicatalog.catalog.git.commit_log import Commit
from paicatalog.catalog.git.history import FileHistory
from paicatalog.catalog.linking import build_catalog
from paicatalog.config import Config
from paicatalog.protocol.document import SourceFile
from paicatalog.protocol.read import parse
from paicatalog.publishing.published_catalog import publish_catalog
from paicatalog.rules.check import check_document
from paicatalog.site.context import SiteContext
from paicatalog.site.machine.machine_files import machine_files
from paicatalog.site.page import Page
from paicatalog.site.pages.component.component_pages import component_pages
from paicatalog.site.pages.invalid_file_page import problem_pages

IMAGE = """\
protocolVersion: 2
name: python
type: dockerimage
version: "3.12"
uri: python:3.12-slim
"""
JOB = """\
protocolVersion: 2
name: train
type: job
version: "2"
parameters:
  rate: 0.01   # the learning rate
  greeting: "hello"
  program: |
    print(1)

    print(2)
  nested: {depth: 3, words: [a, b]}
prerequisites:
  - {type: dockerimage, name: python, uri: "python:3.12-slim"}
taskRoles:
  main:
    dockerImage: python
    resourcePerInstance: {cpu: 1, memoryMB: 1024, gpu: 2}
    commands:
      - echo <% $parameters.rate %> '<% $parameters.greeting %>' <% $parameters.nested.words %>
      - python -c "<% $parameters.program %>"
      - login <% $secrets.token %>
"""


def commit(number: int, subject: str, *, day: int = 1) -> Commit:
    return Commit(f"{number:040x}", "Ada Lovelace", datetime(2025, 3, day, 12, tzinfo=UTC), subject)


HISTORY = FileHistory((commit(2, "Raise the rate", day=9), commit(1, "Add it")))


def context(*files: str | bytes, site_url: str = "", repo_url: str = "https://github.com/x/y") -> SiteContext:
    """Return a site context with these files, which are named `catalog/0.yaml` and so on."""
    contents = [file.encode("utf-8", "surrogatepass") if isinstance(file, str) else file for file in files]
    documents = [parse(SourceFile(f"catalog/{number}.yaml", content)) for number, content in enumerate(contents)]
    histories = {document.source.path: HISTORY for document in documents}
    catalog = publish_catalog(build_catalog(documents, histories), histories).catalog
    findings = {document.source.path: check_document(document) for document in documents}
    root = Path("/nowhere")
    config = Config(root, root / "catalog", root / "site", site_url=site_url, repo_url=repo_url, edit_uri="edit/main/")
    return SiteContext(catalog, findings, config, "f" * 40)


def pages(*files: str | bytes) -> dict[str, Page]:
    """Return the pages of components and of invalid files, by address."""
    made = context(*files)
    return {page.url: page for page in [*component_pages(made), *problem_pages(made)]}


def static(*files: str | bytes, site_url: str = "") -> dict[str, bytes]:
    """Return the site's files for programs, by address."""
    return {file.url: file.content for file in machine_files(context(*files, site_url=site_url))}
