"""The rule that a person names on the command line."""

import difflib

import click

from paicatalog.rules import RULE_BY_ID
from paicatalog.rules.rule import Rule


def find_rule(name: str) -> Rule:
    """Return the rule called `name`; ends the command with the nearest names and exit code 2 where there is none."""
    if name in RULE_BY_ID:
        return RULE_BY_ID[name]
    near = difflib.get_close_matches(name.lower().replace("_", "-"), RULE_BY_ID, n=3, cutoff=0.5)
    remedy = (
        f"did you mean {' or '.join(f'`{each}`' for each in near)}?" if near else f"there are {', '.join(RULE_BY_ID)}."
    )
    raise click.UsageError(f"There is no rule `{name}`: {remedy}")
