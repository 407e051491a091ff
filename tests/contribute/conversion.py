"""Conversion of texts in the tests."""

from textwrap import dedent
from typing import Any

from paicatalog.contribute.upgrade.convert import Current, Unconvertible, Upgraded, upgrade
from paicatalog.protocol.document import SourceFile
from paicatalog.protocol.read import parse


def outcome(text: str, path: str = "old.yaml") -> Upgraded | Current | Unconvertible:
    return upgrade(parse(SourceFile(path, dedent(text).encode())))


def convert(text: str) -> Upgraded:
    """Convert a text and assert that it can be converted."""
    found = outcome(text)
    assert isinstance(found, Upgraded), found
    return found


def data_of(found: Upgraded) -> dict[str, Any]:
    document = parse(SourceFile("new.yaml", found.text.encode()))
    assert document.valid
    return document.data


def small_2018(*, prerequisite: str = "", task: str = "", command: str = "[run]", job: str = "") -> str:
    """Return a minimal job of 2018 with additions at these places."""
    return f"""\
protocol_version: v2
name: small
type: job
{job}
tasks:
  - role: main
    dockerimage: image
    {task}
    resource: {{instances: 1, resourcePerInstance: {{cpu: 1, memoryMB: 100, gpu: 0}}}}
    command: {command}
prerequisites:
  - {{type: dockerimage, name: image, uri: img}}
  {f"- {prerequisite}" if prerequisite else ""}
"""
