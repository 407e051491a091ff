"""Every regular expression of the program takes linear time on its worst input."""

import json
import subprocess
from itertools import groupby
from pathlib import Path

import pytest
from attacks import deadline, run, text, worst
from patterns import Use, python_uses
from playwright._impl._driver import compute_driver_executable
from script_patterns import script_patterns

LENGTH = 400_000
"""Characters, for which linear time is less than a second, and quadratic time more than a minute."""
SECONDS = 20
USES = {
    module: list(uses)
    for module, uses in groupby(sorted(python_uses(), key=lambda use: use.place), key=lambda use: use.module)
}


def attack(use: Use) -> None:
    """Apply a pattern to its worst input. Raises TooSlowError."""
    what = f"{use.place}: {use.method} of {use.pattern.pattern!r:.200}"
    with deadline(SECONDS, what):
        found = worst(use.pattern, use.method, count=2)
    for each in found:
        with deadline(SECONDS, f"{what} on {each}"):
            run(use.pattern, use.method, text(each, LENGTH))


@pytest.mark.parametrize("module", USES)
def test_patterns_take_linear_time(module: str) -> None:
    for use in USES[module]:
        attack(use)


def test_patterns_of_scripts_take_linear_time() -> None:
    patterns = list(script_patterns())
    assert len(patterns) > 40
    node, _ = compute_driver_executable()
    command = [node, str(Path(__file__).with_name("attack_scripts.js")), str(LENGTH)]
    given = json.dumps([(each.source, each.flags, each.attacks()) for each in patterns])
    try:
        done = subprocess.run(command, input=given, capture_output=True, text=True, timeout=SECONDS * 3, check=True)
    except subprocess.TimeoutExpired as late:
        last = int((late.stdout or b"0").split()[-1])
        pytest.fail(f"too slow: {patterns[last]}")
    assert len(done.stdout.split()) == len(patterns)
