"""The page of each rule: its example has only this finding, and the corrected example has none."""

import re

import pytest

from paicatalog.catalog.linking import build_catalog
from paicatalog.checking.catalog_findings import with_catalog_findings
from paicatalog.protocol.document import SourceFile
from paicatalog.protocol.finding import Finding, Severity
from paicatalog.protocol.read import parse
from paicatalog.rules import RULES
from paicatalog.rules.check import CheckedFile, check_catalog, check_document
from paicatalog.rules.rule import Group, Rule
from paicatalog.rules.suppression import apply_suppressions

BLOCK = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NO_YAML = ("unreadable-file", "byte-order-mark", "bad-encoding", "too-long", "rule-crash", "tab-indentation")
"""Rules without a YAML example of a few lines."""
PORTAL = {"plugin-unknown-role": {"refused-by-portal"}}
"""Other findings in the examples of a rule: the portal's form rejects the key in any case."""


def section(rule: Rule, name: str) -> list[str]:
    _, _, rest = rule.page.partition(f"\n## {name}\n")
    return BLOCK.findall(rest.partition("\n## ")[0])


def findings_of(blocks: list[str]) -> list[Finding]:
    """Return the findings in the files of an example."""
    documents = []
    for index, block in enumerate(blocks):
        named = re.match(r"# (\S+)\n", block)
        documents.append(parse(SourceFile(named[1] if named else f"{index}.yaml", block.encode())))
    together = check_catalog(build_catalog(documents))
    files = with_catalog_findings([CheckedFile(document, check_document(document)) for document in documents], together)
    return [finding for file in apply_suppressions(files, rules=RULES).files for finding in file.findings]


def shown(rules: tuple[Rule, ...]) -> list[object]:
    return [pytest.param(rule, id=rule.id) for rule in rules]


@pytest.mark.parametrize("rule", shown(RULES))
def test_a_page_says_what_why_and_how(rule: Rule) -> None:
    assert rule.page.startswith(f"# {rule.id}\n")
    assert rule.summary.endswith(".")
    assert rule.summary in rule.page.replace("\n", " ")
    for name in ("Why", "Example", "Use instead", "How to turn it off"):
        assert f"\n## {name}\n\n" in rule.page, name
    assert f"--ignore {rule.id}\n" in rule.page or rule.id == "rule-crash"


@pytest.mark.parametrize("rule", shown(tuple(rule for rule in RULES if rule.id not in NO_YAML)))
def test_the_example_shows_the_mistake_and_no_other(rule: Rule) -> None:
    found = findings_of(section(rule, "Example"))
    assert rule.id in {finding.rule for finding in found}
    others = {finding.rule for finding in found if finding.severity is not Severity.NOTE} - {rule.id}
    assert others == PORTAL.get(rule.id, set())


@pytest.mark.parametrize("rule", shown(tuple(rule for rule in RULES if rule.id != "rule-crash")))
def test_what_to_use_instead_is_fine(rule: Rule) -> None:
    found = findings_of(section(rule, "Use instead"))
    assert rule.id not in {finding.rule for finding in found}
    others = {finding.rule for finding in found if finding.severity is not Severity.NOTE}
    assert others == PORTAL.get(rule.id, set())


def test_ids_are_unique_and_groups_are_filled() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.id) for rule in RULES)
    assert {rule.group for rule in RULES} == set(Group)
