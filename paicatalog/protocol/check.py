"""Validation of the data of one file: schema, references and templates."""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain, islice
from typing import Any

from paicatalog.protocol.component_type import TYPE_BY_NAME, ComponentType
from paicatalog.protocol.corrections import with_corrections
from paicatalog.protocol.problem import Problem
from paicatalog.protocol.references import check_references
from paicatalog.protocol.schema import validation_schema
from paicatalog.protocol.schema.acceptor import Accepts, compile_schema
from paicatalog.protocol.template.check import check_templates

MAXIMUM_PROBLEMS = 1000
"""Problems reported for one file; more would not help anyone."""


def find_problems(data: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Return the problems in the data of a component; empty for a valid one.

    The schema of its type applies. Data without a known type is checked as a job if it has `taskRoles`, else only for
    the keys that every type has.
    """
    kind = _kind(data)
    problems = tuple(_check_schema(data, kind))
    if problems:
        from paicatalog.protocol.diagnosis.causes import causes  # noqa: PLC0415 - as below

        problems = causes(data, problems, lambda guessed: tuple(_check_schema(guessed, kind)))
    corrections = with_corrections(data, problems)
    others: Iterator[Problem] = chain(check_references(corrections.data), check_templates(corrections.data))
    if corrections.moves:
        others = map(corrections.with_source_places, others)
    return tuple(islice(chain(problems, others), MAXIMUM_PROBLEMS))


def _check_schema(data: Mapping[str, Any], kind: ComponentType | None) -> Iterator[Problem]:
    if kind is not None and _accepts(kind)(data):
        return
    # Importing jsonschema takes longer than checking a hundred files, and most runs do not need it.
    from paicatalog.protocol.diagnosis.schema_problems import schema_problems  # noqa: PLC0415

    yield from islice(schema_problems(data, kind), MAXIMUM_PROBLEMS)


def _kind(data: Mapping[str, Any]) -> ComponentType | None:
    found = data.get("type")
    if isinstance(found, str) and found in TYPE_BY_NAME:
        return TYPE_BY_NAME[found]
    return ComponentType.JOB if "taskRoles" in data else None


@cache
def _accepts(kind: ComponentType) -> Accepts:
    return compile_schema(validation_schema(kind))
