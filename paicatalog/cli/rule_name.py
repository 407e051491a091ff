"""Looking up a rule by the name given on the command line."""

import difflib

import click

from paicatalog.rules import RULE_BY_ID
from paicatalog.rules.rule import Rule

_SIMILAR = 0.8
_MAXIMUM_NAMES = 6


def find_rule(name: str) -> Rule:
    """Return the rule called `name`. Raises UsageError with the most similar names if there is none."""
    if name in RULE_BY_ID:
        return RULE_BY_ID[name]
    near = _nearest(name.lower().replace("_", "-"))
    remedy = (
        f"did you mean {' or '.join(f'`{each}`' for each in near)}?" if near else f"there are {', '.join(RULE_BY_ID)}."
    )
    raise click.UsageError(f"There is no rule `{name}`: {remedy}")


def _nearest(name: str) -> list[str]:
    """Return ids of rules spelled much like `name`, else those that contain its words, else less similar ones."""
    alike = difflib.get_close_matches(name, RULE_BY_ID, n=3, cutoff=_SIMILAR)
    words = [each for each in RULE_BY_ID if {*name.split("-")} <= {*each.split("-")}]
    return alike or words[:_MAXIMUM_NAMES] or difflib.get_close_matches(name, RULE_BY_ID, n=3, cutoff=0.5)
