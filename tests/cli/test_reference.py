"""The commands page and the schema are complete."""

import html
import json

import click
import jsonschema
import pytest
from click.testing import CliRunner

from paicatalog.cli import COMMANDS, main
from paicatalog.protocol.component_type import ComponentType
from paicatalog.site.pages.command_page import command_page


@pytest.mark.parametrize("name", COMMANDS)
def test_the_page_documents_every_command_and_option(name: str) -> None:
    page = command_page(main)
    text = html.unescape(page.html)
    context = main.make_context("paicatalog", [], resilient_parsing=True)
    command = main.get_command(context, name)
    assert command is not None
    assert f"paicatalog {name}" in text
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            assert parameter.opts[-1] in text
            assert parameter.help or isinstance(parameter.type, click.Choice)
        elif isinstance(parameter, click.Argument):
            assert parameter.make_metavar(click.Context(command, parent=context)) in text


def test_the_page_has_a_heading_and_can_be_found() -> None:
    page = command_page(main)
    assert page.html.count("<h1") == 1
    assert page.search is not None
    assert all(name in page.search.text for name in COMMANDS)


@pytest.mark.parametrize("name", ["", *map(str, ComponentType)])
def test_the_schema_is_valid_and_names_its_type(name: str) -> None:
    result = CliRunner().invoke(main, ["schema", *([name] if name else [])])
    assert result.exit_code == 0
    schema = json.loads(result.stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    judge = jsonschema.Draft202012Validator(schema)
    data = {"protocolVersion": 2, "name": "a", "type": "data", "uri": ["https://example.com/a"]}
    assert judge.is_valid(data) is (name in ("", "data"))
    assert not judge.is_valid(data | {"uri": "https://example.com/a"})
