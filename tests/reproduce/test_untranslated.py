"""What an export lists as different from OpenPAI."""

from collections.abc import Callable
from typing import Any

import pytest

from paicatalog.reproduce.platforms import instructions

Job = Callable[..., dict[str, Any]]


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("bash -c 'echo <% $parameters.x %>'", "bash -c"),
        ('sh -ec "echo <% $parameters.x %>"', "sh -ec"),
        ("bash <<EOF\necho <% $parameters.x %>\nEOF", "bash"),
        ('eval "echo <% $parameters.x %>"', "eval"),
        ('cd / && ssh worker-1 "echo <% $parameters.x %>"', "ssh"),
        ("echo 'echo <% $parameters.x %>' | sh", "sh"),
        ("find . -exec sh -c 'echo <% $parameters.x %>' \\;", "sh -c"),
    ],
)
def test_commands_that_read_values_as_code_are_listed(job: Job, command: str, name: str) -> None:
    found = instructions(job(command, parameters={"x": "plain"}), platform="local", cluster="")
    assert [each.where for each in found.untranslated if each.feature == f"values in {name}"] == [
        ("taskRoles", "worker", "commands", 0)
    ]


@pytest.mark.parametrize(
    "command",
    [
        "echo <% $parameters.x %>",
        "bash -c 'echo a' && echo ok",
        "python - <<'PY'\nmodel.eval()\nprint('<% $parameters.x %>')\nPY",
        "./run.sh <% $parameters.x %>",
        "echo '<% $parameters.x %>' | sort",
        "echo ls | sh; echo <% $parameters.x %>",
    ],
)
def test_other_commands_are_not(job: Job, command: str) -> None:
    found = instructions(job(command, parameters={"x": "plain"}), platform="local", cluster="")
    assert not [each for each in found.untranslated if each.feature.startswith("values in")]


@pytest.mark.parametrize("part", ["su ", "sh ", "sh -a", "| ", "eval"])
def test_long_commands_take_no_longer_than_others(job: Job, part: str) -> None:
    data = job(part * 30_000 + " <% $parameters.x %>", parameters={"x": "plain"})
    assert instructions(data, platform="local", cluster="").refusal is None
