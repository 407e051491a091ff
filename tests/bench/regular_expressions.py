"""Measure every regular expression on its worst input: `python tests/bench/regular_expressions.py [CHARACTERS]`.

CHARACTERS is the length of the input (default: 1,000,000). Prints the patterns that take longest, in seconds.
`tests/hostile/test_patterns.py` asserts that none takes more than linear time.
"""

import sys
import time
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "hostile"))

from attacks import TooSlowError, deadline, run, text, worst
from patterns import Use, python_uses

MOST_SHOWN = 15
_WORST = 2
_SECONDS = 20


def main() -> None:
    """Print a row for each of the slowest."""
    length = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    uses = python_uses()
    measured = sorted(((_seconds(use, length), use) for use in uses), key=lambda each: -each[0])
    sys.stdout.write(f"{len(uses)} patterns and methods, {length:,} characters each\n")
    for seconds, use in measured[:MOST_SHOWN]:
        sys.stdout.write(f"{seconds:6.3f}  {use.method:<9} {use.place}  {use.pattern.pattern!r:.80}\n")


def _seconds(use: Use, length: int) -> float:
    """Return the longest time of the processor that one of the worst attacks takes; it is ended after a while."""
    longest = 0.0
    for attack in worst(use.pattern, use.method, count=_WORST):
        written = text(attack, length)
        start = time.process_time()
        with suppress(TooSlowError), deadline(_SECONDS, use.place):
            run(use.pattern, use.method, written)
        longest = max(longest, time.process_time() - start)
    return longest


if __name__ == "__main__":
    main()
