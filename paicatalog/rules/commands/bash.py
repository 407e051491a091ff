"""Bash, asked what it says of a script without running it (`bash -n`).

Nothing of the machine reaches it and nothing of the script is run: no startup files, an empty environment, the script
on standard input. Where there is no bash of version 4.4 or newer, it has nothing to say.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from pathlib import Path

LONGEST_SCRIPT = 200_000
"""Characters; more are no commands that people write, and are not looked at."""
_PATIENCE = 10
"""Seconds."""
_OLDEST = (4, 4)
"""Bash 3, which macOS has, takes some scripts for broken that are not."""
_OPTIONS = ("--norc", "--noprofile")
_ENVIRONMENT = {"LC_ALL": "C"}


class ComplaintKind(Enum):
    """What bash says of a script."""

    UNEXPECTED = "unexpected"
    """A word or sign where it cannot stand. text: the word or sign; `newline` is the end of a line."""
    UNCLOSED = "unclosed"
    """Something that is opened and not closed. text: what would close it."""
    ENDLESS = "endless"
    """The script ends in the middle of something."""
    ENDLESS_DOCUMENT = "endless-document"
    """A here-document without its end. text: what would end it."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Complaint:
    """The first thing that bash says of a script."""

    kind: ComplaintKind
    line: int
    """From 1; for what is opened, where that is; for an end that is missing, behind the last line."""
    text: str = ""


_PATTERNS = (
    (
        ComplaintKind.ENDLESS_DOCUMENT,
        re.compile(r"warning: here-document at line (?P<line>\d+) delimited by end-of-file \(wanted `(?P<text>.*)'\)"),
    ),
    (ComplaintKind.UNEXPECTED, re.compile(r"syntax error near unexpected token `(?P<text>.*)'")),
    (ComplaintKind.UNCLOSED, re.compile(r"unexpected EOF while looking for matching `(?P<text>.*)'")),
    (ComplaintKind.ENDLESS, re.compile(r"syntax error: unexpected end of file")),
    (ComplaintKind.OTHER, re.compile(r"unexpected |syntax error")),
)
_LINE = re.compile(r"[^\n]*?: line (\d+): (.*)")


@lru_cache(maxsize=1000)
def complaint(script: str) -> Complaint | None:
    """Return what bash says of `script`; None where it takes it, or cannot be asked."""
    bash = _bash()
    if bash is None or len(script) > LONGEST_SCRIPT or "\0" in script:
        return None
    return next(_complaints(_asked((bash, *_OPTIONS, "-n"), script)), None)


def bash_mark() -> str:
    """Return what changes when another bash would answer; "" without any. It does not start one."""
    found = shutil.which("bash")
    try:
        facts = Path(found).stat() if found else None
    except OSError:
        return ""
    return f"{found} {facts.st_size} {facts.st_mtime_ns}" if facts else ""


def _complaints(said: str) -> Iterator[Complaint]:
    for line, words in _LINE.findall(said):
        for kind, pattern in _PATTERNS:
            if match := pattern.match(words):
                found = match.groupdict()
                yield Complaint(kind, int(found.get("line") or line), found.get("text") or "")
                break


@cache
def _bash() -> str | None:
    found = None if sys.platform == "win32" else shutil.which("bash")  # There it starts a virtual machine.
    version = re.match(r"(\d+)\.(\d+)", _version(found)) if found else None
    return found if version and (int(version[1]), int(version[2])) >= _OLDEST else None


def _version(bash: str) -> str:
    return _asked((bash, *_OPTIONS, "-c", 'echo "$BASH_VERSION" >&2'), "").strip()


def _asked(command: tuple[str, ...], script: str) -> str:
    try:
        done = subprocess.run(
            command,
            input=script.encode(errors="surrogatepass"),
            env=_ENVIRONMENT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stderr.decode(errors="replace")
