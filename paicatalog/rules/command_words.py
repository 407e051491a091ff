"""The words of the shell command around a position: an option means something only with its program."""

import re

_END = re.compile(r"&&|[;|](?=\s)|(?<!\\)\n")
_WORD = re.compile(r"(?<![\w.-])-{0,2}\w[\w-]*(?![\w:-])", re.ASCII)


class CommandWords:
    """The words of the commands in a text, for positions that are asked for in ascending order.

    Each command is split once, so that all positions together take linear time.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._start = self._end = 0
        self._words: frozenset[str] = frozenset()

    def at(self, position: int) -> frozenset[str]:
        """Return the words of the command at a position, among them options: `curl`, `-u`, `--user`."""
        if position >= self._end:
            self._find(position)
            self._words = frozenset(_WORD.findall(self._text, self._start, self._end))
        return self._words

    def _find(self, position: int) -> None:
        while self._end <= position:
            end = _END.search(self._text, self._end)
            self._start, self._end = self._end, end.end() if end else len(self._text) + 1
