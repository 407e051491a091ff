"""`paicatalog explain`: print the page of a rule."""

import sys

import click

from paicatalog.cli.rule_name import find_rule


@click.command()
@click.argument("rule")
def explain(rule: str) -> None:
    """Print what RULE finds, why that is bad and what to write instead."""
    page = find_rule(rule).page
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    click.echo(page, nl=False)
