"""MkDocs in a process of its own: the command line neither imports it nor dies with it."""

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
"""The theme's notice on the future of MkDocs is for who chooses the theme, not for who builds the site."""


def run_mkdocs(arguments: Sequence[str], root: Path, *, warnings_only: bool = False) -> int:
    """Run an MkDocs command to its end; returns its exit code. Whoever ends this process ends that one too.

    The date that themes print on pages is that of the commit in `root`: the same commit gives the same bytes.
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
        return code if code >= 0 else 128 - code  # as a shell tells that a signal ended it
    except KeyboardInterrupt:
        # At a terminal the child has been told as well; it says goodbye in its own words.
        child.send_signal(signal.SIGINT)
        child.wait()
        raise
    finally:
        signal.signal(signal.SIGTERM, before)
