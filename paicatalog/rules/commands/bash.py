"""Syntax check of shell scripts by bash (`bash -n`).

The script is not run, and the result does not depend on the user's environment: no startup files, no environment
variables, the script on standard input. Without bash 4.4 or newer, no errors are reported.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from pathlib import Path

from paicatalog.installed_program import installed_program

LONGEST_SCRIPT = 200_000
"""Characters. Longer scripts are not written by hand, and are not checked."""
_TIMEOUT = 10
"""Seconds."""
_MINIMUM_VERSION = (4, 4)
"""Minimum version. Bash 3, which macOS has, rejects some valid scripts."""
_OPTIONS = ("--norc", "--noprofile")
_ENVIRONMENT = {"LC_ALL": "C"}


class BashErrorKind(Enum):
    """Kinds of syntax errors."""

    UNEXPECTED = "unexpected"
    """An unexpected word or sign. text: the word or sign; `newline` is the end of a line."""
    UNCLOSED = "unclosed"
    """Something that is not closed. text: what would close it."""
    UNFINISHED = "unfinished"
    """The script ends inside a construct."""
    UNFINISHED_DOCUMENT = "unfinished-document"
    """A here-document without its delimiter. text: the delimiter."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class BashError:
    """The first syntax error that bash reports."""

    kind: BashErrorKind
    line: int
    """From 1. Of something not closed, where it is opened; of a missing end, the line after the last."""
    text: str = ""


_PATTERNS = (
    (
        BashErrorKind.UNFINISHED_DOCUMENT,
        re.compile(r"warning: here-document at line (?P<line>\d+) delimited by end-of-file \(wanted `(?P<text>.*)'\)"),
    ),
    (BashErrorKind.UNEXPECTED, re.compile(r"syntax error near unexpected token `(?P<text>.*)'")),
    (BashErrorKind.UNCLOSED, re.compile(r"unexpected EOF while looking for matching `(?P<text>.*)'")),
    (BashErrorKind.UNFINISHED, re.compile(r"syntax error: unexpected end of file")),
    (BashErrorKind.OTHER, re.compile(r"unexpected |syntax error")),
)
_LINE = re.compile(r"^[^\n]*?: line (\d+): (.*)", re.MULTILINE)


@lru_cache(maxsize=1000)
def bash_error(script: str) -> BashError | None:
    """Return the first syntax error in `script`; None if there is none, or the script cannot be checked."""
    bash = _bash()
    if bash is None or len(script) > LONGEST_SCRIPT or "\0" in script:
        return None
    return next(_errors(_stderr((bash, *_OPTIONS, "-n"), script)), None)


def bash_fingerprint() -> str:
    """Return a mark of the installed bash (path, size, time of change), "" without one. Bash is not run."""
    found = installed_program("bash")
    try:
        status = Path(found).stat() if found else None
    except OSError:
        return ""
    return f"{found} {status.st_size} {status.st_mtime_ns}" if status else ""


def _errors(output: str) -> Iterator[BashError]:
    for line, message in _LINE.findall(output):
        for kind, pattern in _PATTERNS:
            if match := pattern.match(message):
                found = match.groupdict()
                yield BashError(kind, int(found.get("line") or line), found.get("text") or "")
                break


@cache
def _bash() -> str | None:
    # On Windows, `bash` starts a virtual machine.
    found = None if sys.platform == "win32" else installed_program("bash")
    version = re.match(r"(\d+)\.(\d+)", _version(found)) if found else None
    return found if version and (int(version[1]), int(version[2])) >= _MINIMUM_VERSION else None


def _version(bash: str) -> str:
    return _stderr((bash, *_OPTIONS, "-c", 'echo "$BASH_VERSION" >&2'), "").strip()


def _stderr(command: tuple[str, ...], script: str) -> str:
    try:
        # `-n` runs nothing of the script.
        done = subprocess.run(  # noqa: S603
            command,
            input=script.encode(errors="surrogatepass"),
            env=_ENVIRONMENT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=_TIMEOUT,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stderr.decode(errors="replace")
