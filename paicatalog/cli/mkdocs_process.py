"""Running MkDocs in a child process, so that the command line does not import it and survives its exit."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from paicatalog.catalog.git.history import head_time

_MKDOCS = ("-m", "mkdocs")
_WITH_WARNINGS_ONLY = (
    "-c",
    (
        "import logging, runpy; logging.disable(logging.INFO); "
        "runpy.run_module('mkdocs', run_name='__main__', alter_sys=True)"
    ),
)
"""MkDocs without what it tells of its progress. Its own `--quiet` would also lose the warnings, and then a strict build
passes whatever it finds."""

_ENVIRONMENT = {"NO_MKDOCS_2_WARNING": "1"}
"""Suppresses the theme's notice about the future of MkDocs, which is of no use to people who build a site."""


def run_mkdocs(arguments: Sequence[str], root: Path, *, warnings_only: bool = False) -> int:
    """Run an MkDocs command and return its exit code. SIGTERM and Ctrl-C also end the child process.

    SOURCE_DATE_EPOCH, the date that themes print on pages, is set to the date of the commit in `root`, so that the
    same commit gives the same bytes.
    """
    time = head_time(root)
    environment = {
        **({"SOURCE_DATE_EPOCH": str(time)} if time is not None else {}),
        **os.environ,
        **_ENVIRONMENT,
    }
    mkdocs = _WITH_WARNINGS_ONLY if warnings_only else _MKDOCS
    child = subprocess.Popen([sys.executable, *mkdocs, *arguments], env=environment)
    before = signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    try:
        code = child.wait()
        return code if code >= 0 else 128 - code  # A shell's exit code for a process ended by a signal.
    except KeyboardInterrupt:
        # At a terminal the child has received SIGINT already; it prints its own message.
        child.send_signal(signal.SIGINT)
        child.wait()
        raise
    finally:
        signal.signal(signal.SIGTERM, before)
