"""Commands that a script puts together when it starts: a job's own values are text there, and all others are data.

A mark such as `<% out %>` stands in the commands for each way in which a parameter is quoted. The template of the
function that replaces the marks is `own_values.sh`.
"""

from collections.abc import Iterable, Iterator

from paicatalog.reproduce.job.parameter import Parameter
from paicatalog.reproduce.shell.code import literal, plain
from paicatalog.reproduce.shell.heredoc import heredoc
from paicatalog.reproduce.shell.script_template import script
from paicatalog.reproduce.shell.word import shell_word

_BARE_PATTERN = "_bare='^[A-Za-z0-9_-]+$'\n"
"""A bash line with the pattern of values that are safe, and mean something, before bash expands variables."""
_RUN = "eval -- \"${_commands%$'\\n'}\""


class OwnValues:
    """The marks in one script."""

    def __init__(self, text: str, values: Iterable[str]) -> None:
        """`text` is the script, `values` are those that may get into it. No mark occurs in any of them."""
        taken = "\n".join([text, *values])
        self._sign = "%"
        while f"<{self._sign}" in taken:
            self._sign += "%"
        self.parameters: dict[Parameter, list[str]] = {}
        """Parameter -> the lines that replace its marks."""
        self._marks: dict[tuple[Parameter, str, str], str] = {}
        self._bare: dict[Parameter, None] = {}

    def mark(self, parameter: Parameter, *, data: str, before: str = "") -> str:
        """Return the mark for a place where `data` is the code of the variable.

        `before` is text before the value that `data` also contains, such as a backslash.
        """
        key = parameter, data, before
        if key not in self._marks:
            lines = self.parameters.setdefault(parameter, [])
            number = f" {len(lines) + 1}" if lines else ""
            self._marks[key] = f"<{self._sign} {parameter.stem}{number} {self._sign}>"
            code = f'"${parameter.script_variable}"' if parameter in self._bare and not data else shell_word(data)
            words = [shell_word(self._marks[key]), parameter.stem, code, *([shell_word(before)] if before else [])]
            lines.append(f"_put {' '.join(words)}\n")
        return self._marks[key]

    def bare_mark(self, parameter: Parameter) -> str:
        """Return the mark for a place where only a name or a number has a meaning, and no variable."""
        self._bare[parameter] = None
        return self.mark(parameter, data="")

    def script(self, commands: str) -> str:
        """Return the script that runs commands with marks."""
        if not self.parameters:
            return commands
        checks = [_BARE_PATTERN, *map(_check_line, self._bare)] if self._bare else []
        reading = plain(heredoc("! IFS= read -r -d '' _commands", literal(commands), delimiter="COMMANDS"))
        return "".join([*checks, reading, script("job/commands/own_values.sh"), *self._lines(), _RUN])

    def _lines(self) -> Iterator[str]:
        for lines in self.parameters.values():
            yield from lines


def _check_line(parameter: Parameter) -> str:
    name = parameter.script_variable
    words = f"{parameter.variable} has to be a name or a number: the commands take nothing else there."
    return (
        f'[ "${name}" = "${parameter.own_variable}" ] || [[ ${name} =~ $_bare ]] || '
        f"{{ echo '{words}' >&2; exit 1; }}\n"
    )
