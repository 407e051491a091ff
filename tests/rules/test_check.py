"""Running the rules: order, crashes, hostile text, hostile data."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paicatalog.catalog.catalog import Catalog
from paicatalog.catalog.linking import build_catalog
from paicatalog.protocol.dialect import Dialect
from paicatalog.protocol.document import Document, SourceFile
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place
from paicatalog.protocol.read import parse, read_document
from paicatalog.rules import RULE_BY_ID, RULES
from paicatalog.rules.check import check_catalog, check_document
from paicatalog.rules.rule import MAXIMUM_FINDINGS, Group, catalog_rule, rule

DATA = b"protocolVersion: 2\nname: mnist\ntype: data\n"


@rule(Severity.NOTE, Group.SCHEMA)
def fragile_rule(document: Document) -> Iterator[Violation]:
    """Finds what it can, and then fails."""
    yield Violation(Place(("name",)), "Found in time.")
    raise KeyError(document.name)


@catalog_rule(Severity.WARNING, Group.CATALOG)
def fragile_catalog_rule(catalog: Catalog) -> Iterator[tuple[str, Violation]]:
    """Fails at once."""
    yield from ()
    raise ValueError(len(catalog.documents))


def test_a_crashing_rule_is_a_finding_and_stops_no_other() -> None:
    document = parse(SourceFile("mnist.yaml", DATA))
    found = check_document(document, rules=[fragile_rule, RULE_BY_ID["no-version"]])
    assert [(finding.rule, finding.severity) for finding in found] == [
        ("rule-crash", Severity.ERROR),
        ("fragile-rule", Severity.NOTE),
        ("no-version", Severity.NOTE),
    ]
    assert "`fragile-rule`" in found[0].message
    assert "KeyError" in found[0].message
    together = check_catalog(build_catalog([document]), rules=[fragile_catalog_rule])
    assert [finding.rule for finding in together["mnist.yaml"]] == ["rule-crash"]


def test_findings_come_by_position() -> None:
    document = parse(SourceFile("mnist.yaml", b"type: dta\nname: a b\ntype: data\nname: c\n"))
    lines = [finding.span.line for finding in check_document(document)]
    assert lines == sorted(lines)
    assert len(lines) == 5


def test_a_file_that_cannot_be_read_is_a_finding(tmp_path: Path) -> None:
    link = tmp_path / "link.yaml"
    link.symlink_to("nowhere.yaml")
    (finding,) = check_document(read_document(link, "link.yaml"))
    assert (finding.rule, finding.span.line, finding.span.column) == ("unreadable-file", 1, 1)
    assert "No such file" in finding.message


def test_messages_hold_nothing_that_a_terminal_would_obey() -> None:
    hostile = '"\\e]0;owned\\a\\u202Etxt\\u009b31m"'
    document = parse(SourceFile("a.yaml", f"protocolVersion: 2\nname: {hostile}\ntype: {hostile}\n".encode()))
    found = check_document(document)
    assert found
    for finding in found:
        assert (finding.message + finding.hint).isprintable()
        assert "\\x1b" in finding.message or "\\u202e" in finding.message or "`" not in finding.message


def test_secrets_are_in_no_message() -> None:
    text = b"""protocolVersion: 2
name: hello
type: job
secrets: {token: hunter2secret}
prerequisites:
  - {type: dockerimage, name: a, uri: "a:1", auth: {password: 123456789, username: 1}}
taskRoles: {}
"""
    found = check_document(parse(SourceFile("a.yaml", text)))
    words = " ".join(finding.message + finding.hint for finding in found)
    assert {"literal-secret", "wrong-type", "empty-value"} <= {finding.rule for finding in found}
    assert "hunter2secret" not in words
    assert "123456789" not in words


KEYS = """
name type version description prerequisites taskRoles commands parameters secrets deployments
defaults extras dockerImage data script output uri auth password plugin require callbacks
resourcePerInstance ports completion minFailedInstances extraContainerOptions instances
com.microsoft.pai.runtimeplugin hivedScheduler taskroles jobPriorityClass skuNum paicatalog
deprecated successor parameters preCommands deployment
"""
NAMES = st.sampled_from(KEYS.split())
WORDS = NAMES | st.sampled_from(
    [
        "job",
        "dockerimage",
        "python:3",
        "<% $parameters.x %>",
        "<% $data.uri[0] %>",
        "<%",
        "$PAI_HOST_IP_a_0",
        "\\",
        "\0",
    ]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES | st.text(max_size=3), inner, max_size=6),
    max_leaves=25,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.dictionaries(NAMES, VALUES, max_size=10), kind=st.sampled_from(["job", "dockerimage", "data", "", 1]))
def test_no_data_makes_a_rule_crash(data: dict[str, Any], kind: object) -> None:
    source = SourceFile("a.yaml", f"# <% $PAI_ : @ {data!r}".encode("utf-8", "replace"))
    document = Document(source, {**data, "type": kind, "name": "a"}, Dialect.V2)
    found = [*check_document(document)]
    for findings in check_catalog(build_catalog([document])).values():
        found += findings
    assert [finding for finding in found if finding.rule == "rule-crash"] == []


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(content=st.binary(max_size=200) | st.text(alphabet="ab:-[]{}'\"<%$ \n\t*&!|>#@1.", max_size=80).map(str.encode))
def test_no_bytes_make_a_rule_crash(content: bytes) -> None:
    found = check_document(parse(SourceFile("a.yaml", content)))
    assert "rule-crash" not in {finding.rule for finding in found}
    assert all(finding.span.line >= 1 and finding.span.column >= 1 for finding in found)


@pytest.mark.parametrize("given", RULES, ids=lambda given: given.id)
def test_every_rule_can_be_asked_alone(given: Any) -> None:
    document = parse(SourceFile("mnist.yaml", DATA))
    assert {finding.rule for finding in check_document(document, rules=[given])} <= {given.id}


def test_of_a_file_made_of_mistakes_only_so_many_are_told() -> None:
    lines = "".join(f"  parameter_{index}: yes\n" for index in range(2000))
    uses = "".join(f"      - echo <% $parameters.paramter_{index} %>\n" for index in range(2000))
    roles = f"taskRoles:\n  main:\n    dockerImage: a\n    resourcePerInstance: {{}}\n    commands:\n{uses}"
    document = parse(
        SourceFile("a.yaml", f"protocolVersion: 2\nname: a\ntype: job\nparameters:\n{lines}{roles}".encode())
    )
    found = check_document(document)
    assert max(Counter(finding.rule for finding in found).values()) == MAXIMUM_FINDINGS
    *others, last = [finding for finding in found if finding.rule == "unresolved-reference"]
    assert last.hint.endswith(" This is number 100 of `unresolved-reference` in this file; the others are not shown.")
    assert not [finding for finding in others if "not shown" in finding.hint]


@pytest.mark.parametrize(("count", "told"), [(MAXIMUM_FINDINGS, False), (MAXIMUM_FINDINGS + 1, True)])
def test_of_a_catalog_made_of_mistakes_only_so_many_are_told(count: int, told: bool) -> None:
    @catalog_rule(Severity.WARNING, Group.CATALOG)
    def talkative_rule(catalog: Catalog) -> Iterator[tuple[str, Violation]]:
        """Talks."""
        for index in range(count):
            yield catalog.documents[0].source.path, Violation(Place(()), f"{index}.")

    document = parse(SourceFile("mnist.yaml", DATA))
    found = check_catalog(build_catalog([document]), rules=[talkative_rule])["mnist.yaml"]
    assert len(found) == MAXIMUM_FINDINGS
    assert ("This is number 100 of `talkative-rule` in this file" in found[-1].hint) is told
