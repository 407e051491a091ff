"""Validity by the protocol: single changes to a job that uses every key, and the problems that they cause."""

import copy
import itertools
import json
from collections.abc import Iterator
from typing import Any

import pytest
from full_job import FULL_JOB
from jsonschema import Draft202012Validator

from paicatalog.protocol.check import find_problems
from paicatalog.protocol.component_type import ComponentType
from paicatalog.protocol.place import Part
from paicatalog.protocol.problem import ProblemKind
from paicatalog.protocol.schema import component_schema, protocol_schema, validation_schema
from paicatalog.protocol.schema.acceptor import compile_schema

K = ProblemKind
GONE = object()
ROLE = "taskRoles/worker"

FINE: list[tuple[str, Any]] = [
    ("protocolVersion", "2"),
    ("protocolVersion", 2.0),
    ("name", "a" * 255),
    ("version", 1.10),
    ("prerequisites/0/auth/other", "text"),
    ("prerequisites/0/auth/other", None),
    ("prerequisites/1/uri", []),
    ("prerequisites/1/extras", None),
    ("prerequisites/3/uri", GONE),
    ("parameters", {}),
    ("jobRetryCount", 3.0),
    (f"{ROLE}/completion", {}),
    (f"{ROLE}/taskRetryCount", -5),
    (f"{ROLE}/extraContainerOptions/gpuType", "x"),
    (f"{ROLE}/resourcePerInstance/gpu", -1),
    ("deployments/0/other", 1),
    ("deployments/0/taskRoles/nobody", {}),
    ("defaults", {}),
    ("extras", {"paicatalog": 3}),
]

WRONG: list[tuple[str, Any, ProblemKind, str]] = [
    ("protocolVersion", 1, K.BAD_VALUE, "protocolVersion"),
    ("protocolVersion", True, K.BAD_VALUE, "protocolVersion"),
    ("protocolVersion", GONE, K.MISSING_KEY, ""),
    ("name", "a b", K.BAD_NAME, "name"),
    ("name", "a\n", K.BAD_NAME, "name"),
    ("name", "é", K.BAD_NAME, "name"),
    ("name", "a" * 256, K.TOO_LONG, "name"),
    ("name", 5, K.WRONG_TYPE, "name"),
    ("type", "jobs", K.BAD_VALUE, "type"),
    ("type", GONE, K.MISSING_KEY, ""),
    ("version", True, K.WRONG_TYPE, "version"),
    ("version", None, K.WRONG_TYPE, "version"),
    ("description", 5, K.WRONG_TYPE, "description"),
    ("retries", 1, K.UNKNOWN_KEY, "retries"),
    ("prerequisites/0/type", "image", K.BAD_VALUE, "prerequisites/0/type"),
    ("prerequisites/0/type", GONE, K.MISSING_KEY, "prerequisites/0"),
    ("prerequisites/0/uri", GONE, K.MISSING_KEY, "prerequisites/0"),
    ("prerequisites/0/tag", "x", K.UNKNOWN_KEY, "prerequisites/0/tag"),
    ("prerequisites/0/extras", {}, K.UNKNOWN_KEY, "prerequisites/0/extras"),
    ("prerequisites/0/auth/username", None, K.WRONG_TYPE, "prerequisites/0/auth/username"),
    ("prerequisites/0/auth/other", ["x"], K.WRONG_TYPE, "prerequisites/0/auth/other"),
    ("prerequisites/0/auth/password", "<% $secrets.x", K.TEMPLATE_SYNTAX, "prerequisites/0/auth/password"),
    ("prerequisites/1/uri", "https://a.example", K.WRONG_TYPE, "prerequisites/1/uri"),
    ("prerequisites/1/uri/1", 5, K.WRONG_TYPE, "prerequisites/1/uri/1"),
    ("prerequisites/2/uri", ["x"], K.WRONG_TYPE, "prerequisites/2/uri"),
    ("prerequisites/2/require", "x", K.WRONG_TYPE, "prerequisites/2/require"),
    ("prerequisites/4", "text", K.WRONG_TYPE, "prerequisites/4"),
    (
        "prerequisites/4",
        {"type": "data", "name": "digits"},
        K.DUPLICATE_PREREQUISITE,
        "prerequisites/4/name",
    ),
    ("parameters", None, K.WRONG_TYPE, "parameters"),
    ("secrets", [], K.WRONG_TYPE, "secrets"),
    ("extras", None, K.WRONG_TYPE, "extras"),
    ("jobRetryCount", -1, K.OUT_OF_RANGE, "jobRetryCount"),
    ("jobRetryCount", True, K.WRONG_TYPE, "jobRetryCount"),
    ("jobRetryCount", 1.5, K.WRONG_TYPE, "jobRetryCount"),
    ("taskRoles", {}, K.EMPTY_VALUE, "taskRoles"),
    ("taskRoles", [], K.WRONG_TYPE, "taskRoles"),
    ("taskRoles", GONE, K.MISSING_KEY, ""),
    (f"{ROLE}/instances", 0, K.OUT_OF_RANGE, f"{ROLE}/instances"),
    (f"{ROLE}/instances", "1", K.WRONG_TYPE, f"{ROLE}/instances"),
    (f"{ROLE}/completion/all", 1, K.UNKNOWN_KEY, f"{ROLE}/completion/all"),
    (f"{ROLE}/completion/minFailedInstances", "1", K.WRONG_TYPE, f"{ROLE}/completion/minFailedInstances"),
    (f"{ROLE}/commands", [], K.EMPTY_VALUE, f"{ROLE}/commands"),
    (f"{ROLE}/commands/0", 5, K.WRONG_TYPE, f"{ROLE}/commands/0"),
    (f"{ROLE}/commands/1", "a <%# x %> b", K.TEMPLATE_SYNTAX, f"{ROLE}/commands/1"),
    (f"{ROLE}/commands/1", "a <% $parameters.text.trim %>", K.TEMPLATE_SYNTAX, f"{ROLE}/commands/1"),
    (f"{ROLE}/image", "x", K.UNKNOWN_KEY, f"{ROLE}/image"),
    (f"{ROLE}/resourcePerInstance/gpu", GONE, K.MISSING_KEY, f"{ROLE}/resourcePerInstance"),
    (f"{ROLE}/resourcePerInstance/disk", 1, K.UNKNOWN_KEY, f"{ROLE}/resourcePerInstance/disk"),
    (f"{ROLE}/resourcePerInstance/ports", {}, K.EMPTY_VALUE, f"{ROLE}/resourcePerInstance/ports"),
    (f"{ROLE}/resourcePerInstance/ports", None, K.WRONG_TYPE, f"{ROLE}/resourcePerInstance/ports"),
    (f"{ROLE}/resourcePerInstance/ports/1st", 1, K.BAD_NAME, f"{ROLE}/resourcePerInstance/ports/1st"),
    (f"{ROLE}/dockerImage", "toString", K.UNRESOLVED_PREREQUISITE, f"{ROLE}/dockerImage"),
    (f"{ROLE}/data", "model", K.UNRESOLVED_PREREQUISITE, f"{ROLE}/data"),
    (f"{ROLE}/prerequisites/0", "nothing", K.UNRESOLVED_PREREQUISITE, f"{ROLE}/prerequisites/0"),
    ("deployments", [], K.EMPTY_VALUE, "deployments"),
    ("deployments/0/name", "a b", K.BAD_NAME, "deployments/0/name"),
    ("deployments/0/taskRoles", {}, K.EMPTY_VALUE, "deployments/0/taskRoles"),
    ("deployments/0/taskRoles/a-b", {}, K.BAD_NAME, "deployments/0/taskRoles/a-b"),
    ("deployments/0/taskRoles/worker/commands", [], K.UNKNOWN_KEY, "deployments/0/taskRoles/worker/commands"),
    ("defaults/deployment", "test", K.UNRESOLVED_DEPLOYMENT, "defaults/deployment"),
    ("defaults/deployment", "constructor", K.UNRESOLVED_DEPLOYMENT, "defaults/deployment"),
]


def edited(path: str, value: Any) -> dict[str, Any]:
    job = copy.deepcopy(FULL_JOB)
    *steps, last = [int(step) if step.isdigit() else step for step in path.split("/")]
    target: Any = job
    for step in steps:
        target = target[step]
    if value is GONE:
        del target[last]
    elif isinstance(target, list) and last == len(target):
        target.append(value)
    else:
        target[last] = value
    return job


def test_the_full_job_is_valid(job: dict[str, Any]) -> None:
    assert find_problems(job) == ()


@pytest.mark.parametrize(("path", "value"), FINE)
def test_fine(path: str, value: Any) -> None:
    assert find_problems(edited(path, value)) == ()


@pytest.mark.parametrize(("path", "value", "kind", "place"), WRONG)
def test_one_mistake_is_one_problem_at_its_place(path: str, value: Any, kind: ProblemKind, place: str) -> None:
    follow_ups = {K.UNRESOLVED_PREREQUISITE, K.UNRESOLVED_DEPLOYMENT} - {kind}
    problems = [problem for problem in find_problems(edited(path, value)) if problem.kind not in follow_ups]
    assert [(problem.kind, "/".join(map(str, problem.place.pointer))) for problem in problems] == [(kind, place)]


def test_keys_are_the_place_of_unknown_keys_and_bad_role_names() -> None:
    (unknown,) = find_problems(edited("retries", 1))
    assert unknown.place.part is Part.KEY and "jobRetryCount" in unknown.detail["allowed"]
    (name,) = find_problems(edited("deployments/0/taskRoles/a-b", {}))
    assert name.place.part is Part.KEY and name.detail["what"] == "task role"


def test_details_name_what_a_message_needs() -> None:
    (missing,) = find_problems(edited(f"{ROLE}/resourcePerInstance/gpu", GONE))
    known = ("cpu", "memoryMB", "gpu", "ports")
    assert dict(missing.detail) == {"key": "gpu", "parent": "`resourcePerInstance`", "known": known}
    (missing,) = find_problems(edited("prerequisites/0/uri", GONE))
    assert missing.detail["parent"] == "prerequisite `torch`"
    (missing,) = find_problems(edited(f"{ROLE}/commands", GONE))
    assert missing.detail["parent"] == "task role `worker`"
    (wrong,) = find_problems(edited(f"{ROLE}/completion/minFailedInstances", "1"))
    assert wrong.detail["found"] == "text" and wrong.detail["expected"] == ("a whole number", "nothing")
    (unresolved,) = find_problems(edited(f"{ROLE}/data", "digit"))
    assert unresolved.detail["candidates"] == ("digits",) and unresolved.detail["field"] == "data"
    (twice,) = find_problems(edited("prerequisites/4", {"type": "data", "name": "digits"}))
    assert twice.detail["first"].pointer == ("prerequisites", 1, "name")


def test_a_misspelled_type_is_not_also_an_unresolved_reference() -> None:
    assert [problem.kind for problem in find_problems(edited("prerequisites/1/type", "dataset"))] == [K.BAD_VALUE]


def test_the_server_joins_commands_before_it_parses_them() -> None:
    job = edited(f"{ROLE}/commands", ["<%# open %>", "x", "<%/ open %>"])
    assert find_problems(job) == ()


@pytest.mark.parametrize(
    ("component", "kinds"),
    [
        ({"protocolVersion": 2, "name": "a", "type": "data"}, []),
        ({"protocolVersion": 2, "name": "a", "type": "data", "uri": ["x"], "extras": {}, "more": 1}, []),
        ({"protocolVersion": 2, "name": "a", "type": "data", "uri": "x"}, [K.WRONG_TYPE]),
        ({"protocolVersion": 2, "name": "a", "type": "data", "extras": None}, []),
        ({"name": "a", "type": "script"}, [K.MISSING_KEY]),
        ({"protocolVersion": 2, "name": "a", "type": "dockerimage"}, [K.MISSING_KEY]),
        ({"protocolVersion": 2, "name": "a", "type": "dockerimage", "uri": "x", "extras": {}}, []),
        ({"protocolVersion": 2, "name": "a", "type": "dockerimage", "uri": "x", "tag": 1}, [K.UNKNOWN_KEY]),
        (
            {
                "protocolVersion": 2,
                "name": "a",
                "type": "dockerimage",
                "uri": "x",
                "auth": {"username": "<%"},
            },
            [K.TEMPLATE_SYNTAX],
        ),
        ({}, [K.MISSING_KEY] * 3),
        ({"type": "pipeline", "protocolVersion": 2, "name": "x"}, [K.BAD_VALUE]),
    ],
)
def test_components_in_files_of_their_own(component: dict[str, Any], kinds: list[ProblemKind]) -> None:
    assert [problem.kind for problem in find_problems(component)] == kinds


def variants() -> Iterator[Any]:
    """Yield the job with one value replaced, for each value and some replacements."""
    others: list[Any] = [None, True, 0, -1, 1.5, 2.0, "", "a b", "x\n", [], {}, ["x"], {"x": 1}, float("inf")]
    for path in paths(FULL_JOB, ()):
        for other in others:
            yield edited("/".join(map(str, path)), other)
        yield edited("/".join(map(str, path)), GONE)


def paths(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, item in entries:
        yield from paths(item, (*path, step))


def test_the_compiled_schema_agrees_with_jsonschema() -> None:
    """They differ only for texts with a trailing line break, before which `$` matches in jsonschema."""
    schema = validation_schema(ComponentType.JOB)
    accepts, validator = compile_schema(schema), Draft202012Validator(schema)
    compared = [job for job in itertools.islice(variants(), 0, None, 3) if "\\n" not in json.dumps(job, default=str)]
    assert len(compared) > 200
    assert [job for job in compared if accepts(job) != validator.is_valid(job)] == []


def test_whatever_the_compiled_schema_refuses_has_a_problem() -> None:
    accepts = compile_schema(validation_schema(ComponentType.JOB))
    for job in itertools.islice(variants(), 0, None, 5):
        assert accepts(job) or find_problems(job)


def test_an_unknown_keyword_does_not_compile() -> None:
    with pytest.raises(ValueError, match="oneOf"):
        compile_schema({"oneOf": []})


@pytest.mark.parametrize("kind", ComponentType)
def test_schemas_are_schemas(kind: ComponentType) -> None:
    Draft202012Validator.check_schema(component_schema(kind))
    Draft202012Validator.check_schema(protocol_schema())


@pytest.mark.parametrize("kind", ComponentType)
def test_every_key_is_documented_and_its_examples_fit(kind: ComponentType) -> None:
    for path, schema in described(component_schema(kind), ()):
        assert schema.get("title") and schema.get("description"), path
        assert schema.get("examples") or "properties" in schema or "additionalProperties" in schema, path
        for example in [*schema.get("examples", ()), *([schema["default"]] if "default" in schema else ())]:
            Draft202012Validator(schema).validate(example)


def described(schema: dict[str, Any], path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    for key, inner in schema.get("properties", {}).items():
        if isinstance(inner, dict) and inner.keys() != {"const"}:
            if "items" not in inner or "examples" in inner:
                yield (*path, key), inner
            yield from described(inner, (*path, key))
    for inner in (schema.get("items"), schema.get("additionalProperties")):
        if isinstance(inner, dict):
            yield from described(inner, (*path, "*"))
    for branch in schema.get("allOf", ()):
        yield from described(branch["then"], path)


def test_the_published_schema_dispatches_on_type(job: dict[str, Any]) -> None:
    validator = Draft202012Validator(protocol_schema())
    job["extras"] = {"paicatalog": {"tags": ["a"], "results": [{"metric": "accuracy", "value": 0.9}]}}
    assert validator.is_valid(job)
    assert validator.is_valid({"protocolVersion": 2, "name": "a", "type": "data", "uri": ["x"]})
    assert not validator.is_valid({"protocolVersion": 2, "name": "a", "type": "data", "uri": "x"})
    assert not validator.is_valid({**job, "extras": {"paicatalog": {"tags": "a"}}})
    assert not validator.is_valid({"protocolVersion": 2, "name": "a"})


def test_checking_leaves_the_data_alone(job: dict[str, Any]) -> None:
    before = copy.deepcopy(job)
    find_problems(job)
    assert job == before
