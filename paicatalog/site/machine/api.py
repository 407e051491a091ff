"""The static API: JSON files with the data of the pages. URLs in it are relative to the site's root."""

import hashlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from paicatalog.catalog.catalog import Flow, Link
from paicatalog.catalog.catalog_facts import CatalogFacts
from paicatalog.catalog.component import Component, Identity
from paicatalog.catalog.git.commit_log import Commit
from paicatalog.protocol.finding import Finding
from paicatalog.protocol.place import json_pointer
from paicatalog.site.build_context import BuildContext
from paicatalog.site.code.json_text import json_bytes
from paicatalog.site.machine.api_schema import api_schema
from paicatalog.site.page import MOST_VERSIONS, StaticFile
from paicatalog.site.urls.addresses import ALL_RECORDS, API_SCHEMA, CATALOG_API, problem_url

VERSION = 1
"""The version of the API's structure; it is increased with every incompatible change."""


def catalog_file(build: BuildContext) -> StaticFile:
    """Return the list of all components and invalid files: `api/v1/catalog.json`."""
    catalog = build.context.catalog
    shown = {component.path for component in catalog.components}
    broken = [document.source.path for document in catalog.documents if document.source.path not in shown]
    listing = {
        "version": VERSION,
        "components": [_entry(component, build) for component in catalog.components],
        "problems": [{"path": path, "url": problem_url(path)} for path in broken],
    }
    return StaticFile(CATALOG_API, json_bytes(listing))


def _record(component: Component, build: BuildContext) -> dict[str, Any]:
    """Return the complete record of one component."""
    catalog, identity = build.context.catalog, component.identity
    return _entry(component, build) | {
        "data": component.data,
        "versions": [_reference(other.identity, build) for other in _versions(component, build)],
        "uses": [_use(link, build) for link in catalog.uses(identity)],
        "usedBy": [_used_by(link, build) for link in catalog.used_by(identity)],
        "produces": [_produced(flow, build) for flow in catalog.produces(identity)],
        "consumes": [_consumed(flow, build) for flow in catalog.consumes(identity)],
        "history": [_commit(commit) for commit in (component.history.commits if component.history else ())],
        "findings": [_finding(finding) for finding in build.context.findings.get(component.path or "", ())],
    }


def _entry(component: Component, build: BuildContext) -> dict[str, Any]:
    facts = CatalogFacts.of(component.data)
    document, graded = component.document, build.grade(component)
    return {
        **_reference(component.identity, build),
        "api": build.addresses.api(component.identity),
        "raw": build.addresses.raw(component.identity) if document else None,
        "path": component.path,
        "summary": facts.summary,
        "tags": facts.tags,
        "valid": component.valid,
        "grade": {"letter": graded.letter, "earned": graded.earned, "total": graded.total} if graded else None,
        "deprecated": facts.deprecated is not None,
        "sha256": hashlib.sha256(document.source.content).hexdigest() if document else None,
    }


def _reference(identity: Identity, build: BuildContext) -> dict[str, Any]:
    return {
        "type": identity.type.value,
        "name": identity.name,
        "version": identity.version,
        "url": build.addresses.page(identity),
    }


def _versions(component: Component, build: BuildContext) -> tuple[Component, ...]:
    versions = build.context.catalog.versions_of(component.type, component.name)
    return versions if component.identity == versions[0].identity else versions[:MOST_VERSIONS]


def _use(link: Link, build: BuildContext) -> Mapping[str, Any]:
    own = link.prerequisite
    return {
        "type": own.identity.type.value,
        "name": own.identity.name,
        "version": own.identity.version,
        "roles": own.roles,
        "component": _reference(link.target, build) if link.target else None,
        "by": link.kind.value if link.kind else None,
        "drift": link.drift,
        "filled": link.filled,
    }


def _used_by(link: Link, build: BuildContext) -> Mapping[str, Any]:
    return {
        "job": _reference(link.job, build),
        "as": link.prerequisite.identity.name,
        "roles": link.prerequisite.roles,
        "drift": link.drift,
    }


def _produced(flow: Flow, build: BuildContext) -> Mapping[str, Any]:
    return {"output": flow.output.identity.name, "job": _reference(flow.consumer, build)}


def _consumed(flow: Flow, build: BuildContext) -> Mapping[str, Any]:
    return {"data": flow.data.identity.name, "job": _reference(flow.producer, build)}


def _commit(commit: Commit) -> Mapping[str, Any]:
    return {
        "id": commit.id,
        "author": commit.author,
        "date": commit.date.isoformat(),
        "subject": commit.subject,
    }


def _finding(finding: Finding) -> Mapping[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": finding.message,
        "hint": finding.hint,
        "pointer": json_pointer(finding.pointer),
        "line": finding.span.line,
        "column": finding.span.column,
    }


def api_files(build: BuildContext) -> Iterator[StaticFile]:
    """Yield all files of the API."""
    yield catalog_file(build)
    lines = BytesIO()
    for component in build.context.catalog.components:
        record = json_bytes(_record(component, build)).rstrip()
        yield StaticFile(
            build.addresses.api(component.identity), b'{"version":%d,"component":%b}\n' % (VERSION, record)
        )
        lines.write(record + b"\n")
    # The largest file of a large catalog; `getvalue` of BytesIO does not copy it.
    yield StaticFile(ALL_RECORDS, lines.getvalue())
    yield StaticFile(API_SCHEMA, json_bytes(api_schema()))
