"""Every function that reads what strangers write, with seeds and words to make input from.

A reader takes any bytes. It raises an exception only if the program would end in a traceback for this input: it handles
itself what the program handles.
"""

import json
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hostile_files import HEAD, JOB

from paicatalog.catalog.catalog_facts import CatalogFacts
from paicatalog.catalog.component import Component
from paicatalog.catalog.git.commit_log import parse_log
from paicatalog.catalog.linking import build_catalog
from paicatalog.catalog.version import version_key, version_text
from paicatalog.checking.cache_record import from_record, to_record
from paicatalog.config import ConfigError, load_config
from paicatalog.contribute.upgrade.convert import upgrade
from paicatalog.protocol.document import Document, SourceFile
from paicatalog.protocol.read import parse
from paicatalog.protocol.template.parser import TemplateError, silent_tags, simple_names, split_names
from paicatalog.protocol.template.render import plain_rendering, render_template
from paicatalog.publishing.excerpt import excerpt
from paicatalog.publishing.published_catalog import publish_document
from paicatalog.reproduce.platforms import PLATFORMS, instructions
from paicatalog.reproduce.slurm.image_reference import slurm_image
from paicatalog.rules import RULES
from paicatalog.rules.check import CheckedFile, check_catalog, check_document
from paicatalog.rules.ignore_comment import ignore_comments
from paicatalog.rules.suppression import apply_suppressions
from paicatalog.site.code.html_to_markdown import markdown_of
from paicatalog.site.code.json_text import json_bytes
from paicatalog.site.code.markdown import inline_code, markdown
from paicatalog.site.code.snippet import snippet
from paicatalog.site.code.yaml_html import yaml_html
from paicatalog.site.facts.description import plain_description
from paicatalog.site.search.words import terms
from paicatalog.site.urls.addresses import segment

sys.path.insert(0, str(Path(__file__).parent.parent / "contribute"))
from old_dialects import LIST_2019, TASKS_2018, VERSION_1

Read = Callable[[bytes], object]


@dataclass(frozen=True, slots=True)
class Reader:
    """A function that reads bytes of strangers, and what its input is made from."""

    read: Read
    seeds: tuple[bytes, ...]
    """Ordinary input."""
    words: tuple[str, ...]
    """What has a meaning in its input."""
    share: int = 1
    """How often it runs, relative to the others: fast readers run more often."""


class RuleCrashError(Exception):
    """A rule failed; the message is the finding's."""


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _document(data: bytes) -> Document:
    return parse(SourceFile("x.yaml", data))


def read_file(data: bytes) -> None:
    """Read, check and report a file, and publish it."""
    document = _document(data)
    found = check_document(document)
    catalog = build_catalog([document])
    found += tuple(one for each in check_catalog(catalog, rules=RULES).values() for one in each)
    for finding in found:
        if finding.rule == "rule-crash":
            raise RuleCrashError(finding.message)
        excerpt(document, finding.span)
    published = publish_document(document)
    json_bytes(published.data)
    yaml_html(published.source.text)
    for component in build_catalog([published]).components:
        _show(component)


def _show(component: Component) -> None:
    facts = CatalogFacts.of(component.data)
    plain_description(component, facts)
    snippet(component)
    segment(component.version)


def read_yaml(data: bytes) -> None:
    _document(data)


def read_highlighted(data: bytes) -> None:
    yaml_html(_text(data))


def read_comments(data: bytes) -> None:
    source = SourceFile("x.yaml", data)
    ignore_comments(source)
    apply_suppressions([CheckedFile(_document(data), ())], rules=RULES)


def read_template(data: bytes) -> None:
    text, scope = _text(data), {"$parameters": {"a": 1, "b": [{"c": "x"}], "d": None}, "$data": {"uri": ["x"]}}
    with suppress(TemplateError):
        silent_tags(text)
    simple_names(text)
    split_names(text)
    plain_rendering(text, scope)
    with suppress(TemplateError):
        render_template(text, scope)


def _job(**replaced: Any) -> dict[str, Any]:
    job: dict[str, Any] = _document(JOB.format(commands="      - ls", parameters="{a: 1}", image="").encode()).data
    return job | replaced


def _read_data(data: Any) -> Document:
    """Check data in a file of ordinary form, which is read by the fast reader."""
    document = _document(json.dumps(data).encode())
    for finding in check_document(document):
        if finding.rule == "rule-crash":
            raise RuleCrashError(finding.message)
    return document


def read_address(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    slurm_image(text)
    prerequisites = [
        {"type": "dockerimage", "name": "i", "uri": text},
        {"type": "data", "name": "d", "uri": [text, f"https://{text}"]},
        {"type": "script", "name": "s", "uri": text},
    ]
    publish_document(_read_data(_job(prerequisites=prerequisites)))


def read_login(data: bytes) -> None:
    """Read the registry login of an image."""
    words = data.decode("utf-8", "replace").split("|")
    login = dict(zip(("username", "password", "registryuri", "email"), words, strict=False))
    publish_document(
        _read_data(_job(prerequisites=[{"type": "dockerimage", "name": "i", "uri": "i:1", "auth": login}]))
    )


def read_command(data: bytes) -> None:
    """Export a job with a command to every platform."""
    job = _job()
    job["taskRoles"]["main"]["commands"] = [data.decode("utf-8", "replace")]
    for platform in PLATFORMS:
        instructions(job, platform=platform, cluster="https://example.com")


def read_markdown(data: bytes) -> None:
    text = _text(data)
    markdown_of(str(markdown(text)))
    inline_code(text)


def read_version(data: bytes) -> None:
    text = version_text(_text(data)) or ""
    version_key(text)
    segment(text)


def read_words(data: bytes) -> None:
    list(terms(_text(data)))


def read_log(data: bytes) -> None:
    list(parse_log(data))


def read_old_file(data: bytes) -> None:
    upgrade(_document(data))


def read_record(data: bytes) -> None:
    """Read a record of the cache, and the findings that a cache file has in its place."""
    with suppress(ValueError, RecursionError):
        from_record(SourceFile("x.yaml", b""), json.loads(data))


def read_configuration(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "mkdocs.yml"
        file.write_bytes(data)
        with suppress(ConfigError):
            load_config(file)


_YAML = (
    *(": ", "- ", "? ", "#", "&a", "*a", "!", "!!binary ", "'", '"', "[", "]", "{", "}", ",", "\n", "\r", "\n  ", "\t"),
    *("|\n", ">-\n", "%YAML", "---", "...", "<<: ", "\\x00", "~", "0x", "1e9", "yes"),
)
_PROTOCOL = (
    *("protocolVersion", "name", "type", "version", "contributor", "description", "prerequisites", "parameters"),
    *("secrets", "taskRoles", "deployments", "defaults", "extras", "job", "data", "script", "dockerimage", "output"),
    *("uri", "auth", "commands", "dockerImage", "paicatalog", "tags", "summary"),
)
_JOB = JOB.format(commands="      - echo <% $parameters.a %>", parameters="{a: 1}", image=", auth: {password: x}")
_LOG = (
    b"f" * 40 + b"\0Ada\x001704110400 1704110400 +0000\x001704110400 1704110400 +0000\0Subject\0\n"
    b":100644 100644 " + b"a" * 40 + b" " + b"b" * 40 + b" R100\0old.yaml\0new.yaml\0"
)
_CONFIGURATION = """\
plugins:
- paicatalog:
    severity: {no-version: 'off'}
    ignore: [{rule: drift, path: 'a/*', reason: b}]
"""

READERS: Mapping[str, Reader] = {
    "file": Reader(read_file, (HEAD.encode(), _JOB.encode()), _YAML + _PROTOCOL),
    "YAML": Reader(read_yaml, (HEAD.encode(), _JOB.encode()), _YAML, 20),
    "highlighted YAML": Reader(read_highlighted, (HEAD.encode(), _JOB.encode()), _YAML, 40),
    "ignore comments": Reader(
        read_comments,
        (HEAD.encode() + b"# paicatalog: ignore no-version -- why\n",),
        ("# paicatalog: ", "ignore-file", "--"),
        5,
    ),
    "template": Reader(
        read_template,
        (b"a <% $parameters.a %> <%# b %>c<%/ b %>",),
        ("<%", "%>", "<%=", "=%>", "#", "/", "[0]", "$parameters"),
        60,
    ),
    "address": Reader(
        read_address, (b"https://a.example/b:1@sha256:ff", b"git@x:y.git#v1"), ("://", "@", ":", "#", "sha256:"), 2
    ),
    "login": Reader(read_login, (b"user|<% $secrets.a %>|docker.io",), ("|", "<%", "%>", "$secrets.", "https://"), 2),
    "command": Reader(
        read_command,
        (b"echo '<% $parameters.a %>' && cat <<E\nx\nE",),
        ("<% $parameters.a %>", "<<E\n", "$(", "`", "'", '"', "\\\n"),
    ),
    "Markdown": Reader(
        read_markdown,
        (b"# A\n\n* [b](https://c) `d`\n\n| a |\n|---|\n",),
        ("![", "](", "**", "__", "> ", "```", "    ", "<", "&#"),
        5,
    ),
    "version": Reader(
        read_version, (b"1.10.0-rc1+cu118", b"v2"), (".", "-", "+", "rc", "alpha", "index.html", ".."), 250
    ),
    "search words": Reader(read_words, (b"ResNet50 state-of-the-art",), ("-", "_", "\u0300", "\u4e2d"), 100),
    "Git log": Reader(read_log, (_LOG, _LOG * 2), ("\0", "\n:", " R100", " +9999", "\x1e"), 250),
    "old dialects": Reader(
        read_old_file,
        (TASKS_2018.encode(), LIST_2019.encode(), VERSION_1.encode()),
        (*_YAML, "$$a$$", "jobName", "tasks"),
        1,
    ),
    "cache record": Reader(
        read_record,
        (
            json.dumps(
                to_record(CheckedFile(_document(HEAD.encode()), check_document(_document(HEAD.encode()))))
            ).encode(),
        ),
        ("[", "]", "null", "-1", "1e999", '"error"'),
        100,
    ),
    "configuration": Reader(
        read_configuration,
        (_CONFIGURATION.encode(),),
        (*_YAML, "plugins:", "paicatalog:", "INHERIT:", "redirects:", "severity:", "ignore:", "catalog_dir: "),
        2,
    ),
}
