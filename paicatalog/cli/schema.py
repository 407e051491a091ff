"""`paicatalog schema`: print the JSON Schema of protocol files."""

import json

import click

from paicatalog.protocol.component_type import ComponentType
from paicatalog.protocol.schema import component_schema, protocol_schema


@click.command()
@click.argument("type_name", metavar="[TYPE]", type=click.Choice([str(kind) for kind in ComponentType]), required=False)
def schema(type_name: str | None) -> None:
    """Print the JSON Schema of protocol files, for editors and other tools.

    TYPE is job, data, script, dockerimage or output; without it, the schema covers all five.
    """
    found = component_schema(ComponentType(type_name)) if type_name else protocol_schema()
    click.echo(json.dumps(found, indent=2, ensure_ascii=False))
