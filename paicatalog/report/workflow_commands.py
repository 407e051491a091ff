"""Output that GitHub Actions must not take for commands.

Source: `ActionCommand.cs` of actions/runner. A line of a step's output is a command if it begins with `::`, after any
white space, or if it contains `##[` anywhere. So a file name could forge an annotation, or stop the real ones.
"""

import re

_BEGINNING = re.compile(r"^([^\S\n]*):(?=:)", re.MULTILINE)


def without_commands(text: str, *, number_sign: str = r"\x23", colon: str = r"\x3a") -> str:
    """Return lines of output with the first `:` of `::` and the second `#` of `##[` escaped as given."""
    return _BEGINNING.sub(lambda found: found[1] + colon, text.replace("##[", f"#{number_sign}["))
