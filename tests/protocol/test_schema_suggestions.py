"""What the published schema tells editors to suggest in `extras`, without refusing anything there."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from paicatalog.protocol.component_type import ComponentType
from paicatalog.protocol.schema import component_schema
from paicatalog.rules.plugins.parameter import PARAMETERS

EXTRAS = component_schema(ComponentType.JOB)["properties"]["extras"]["properties"]
PLUGIN = EXTRAS["com.microsoft.pai.runtimeplugin"]["items"]
HIVED = EXTRAS["hivedScheduler"]


def suggested(schema: dict[str, Any]) -> dict[str, str]:
    """The values that an editor suggests, with their descriptions."""
    return {each["const"]: each["description"] for each in schema["anyOf"] if each}


def test_plugins_and_their_parameters_are_those_that_the_rules_know() -> None:
    assert set(suggested(PLUGIN["properties"]["plugin"])) == set(PARAMETERS)
    parameters = {
        case["if"]["properties"]["plugin"]["const"]: set(case["then"]["properties"]["parameters"]["properties"])
        for case in PLUGIN["allOf"]
    }
    assert parameters == {name: set(known) for name, known in PARAMETERS.items()}


def test_each_suggestion_is_described() -> None:
    assert set(suggested(HIVED["properties"]["jobPriorityClass"])) == {"crit", "prod", "test", "oppo"}
    for schema in (HIVED["properties"]["jobPriorityClass"], PLUGIN["properties"]["plugin"]):
        assert all(suggested(schema).values())


@pytest.mark.parametrize(
    "value", ["high", 3, None, {"jobPriorityClass": "high"}, [{"plugin": "ours", "parameters": 1}]]
)
def test_nothing_is_refused(value: object) -> None:
    job = {"type": "object", "properties": EXTRAS}
    for key in ("com.microsoft.pai.runtimeplugin", "hivedScheduler"):
        assert Draft202012Validator(job).is_valid({key: value})
