"""Two mistakes in one file: each is found where it is, with the hint that it has alone.

A few are not: a mistake may hide another one, such as a second file in one (`---`) all that is wrong with the first.
"""

import re
from functools import cache

import pytest
from mistake import BASES, Mistake
from pairs import Pair, pairs
from test_mistakes import MISTAKES, found_in

from paicatalog.protocol.finding import Finding

NUMBER, SEED = 300, 1
OF_TEXT = {"yaml-syntax", "duplicate-key", "several-documents", "bad-encoding", "not-a-mapping", "old-dialect"}
"""Rules about text from which OpenPAI's server reads no data."""
WITH_DATA = [mistake for mistake in MISTAKES if mistake.rule not in OF_TEXT]
LINE = re.compile(r"line \d+")


@cache
def hints_alone(mistake: Mistake) -> frozenset[str]:
    found = found_in({mistake.base: mistake.text.encode()})
    return frozenset(hint(finding) for finding in found if finding.rule == mistake.rule)


def hint(finding: Finding) -> str:
    """Return the hint of a finding; its lines may have moved."""
    return LINE.sub("line N", finding.hint)


def lost(pair: Pair) -> list[str]:
    """Return the mistakes of a pair that are not found."""
    found = {(each.rule, each.span.line, hint(each)) for each in found_in({pair.first.base: pair.text.encode()})}
    both = zip((pair.first, pair.second), pair.lines, strict=True)
    return [
        f"{mistake.rule}: {mistake.what}"
        for mistake, line in both
        if found.isdisjoint((mistake.rule, line, each) for each in hints_alone(mistake))
    ]


@pytest.mark.parametrize(("mistakes", "most_lost"), [(WITH_DATA, 3), (MISTAKES, 10)], ids=["with data", "all"])
def test_each_of_two_mistakes_is_found(mistakes: list[Mistake], most_lost: int) -> None:
    hidden = {f"{pair.first.what} and {pair.second.what}": lost(pair) for pair in pairs(mistakes, NUMBER, SEED)}
    assert sum(map(bool, hidden.values())) <= most_lost, {both: missing for both, missing in hidden.items() if missing}


def test_a_misspelled_key_is_named_whatever_it_contains() -> None:
    text = BASES["distributed.yaml"]
    for right, wrong in (("taskRoles:\n", "taskroles:\n"), ("cpu: 4", "cpus: 4"), ("memoryMB: 8192", "memory: 8192")):
        text = text.replace(right, wrong, 1)
    text = text.replace("      gpu: 0\n", "", 1)
    found = [(finding.rule, finding.hint) for finding in found_in({"job.yaml": text.encode()})]
    assert ("unknown-key", "Did you mean `taskRoles`?") in found
    assert ("unknown-key", "Did you mean `cpu`?") in found
    assert ("unknown-key", "Did you mean `memoryMB`?") in found
    assert any(rule == "missing-key" and "`gpu: 0`" in hint for rule, hint in found)
