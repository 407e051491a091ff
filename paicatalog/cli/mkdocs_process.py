"""Running MkDocs in a child process, so that the command line does not import it and survives its exit."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from paicatalog.catalog.git.history import head_time

_ENVIRONMENT = {"NO_MKDOCS_2_WARNING": "1"}
"""Suppresses the theme's notice about the future of MkDocs, which is of no use to people who build a site."""


def run_mkdocs(arguments: Sequence[str], root: Path, *, warnings_only: bool = False) -> int:
    """Run an MkDocs command and return its exit code. Whatever ends this process also ends the child.

    SOURCE_DATE_EPOCH, the date that themes print on pages, is set to the date of the commit in `root`, so that the
    same commit gives the same bytes.
    """
    time = head_time(root)
    environment = {
        **({"SOURCE_DATE_EPOCH": str(time)} if time is not None else {}),
        **os.environ,
        **_ENVIRONMENT,
    }
    # -P: the working folder is a repository, whose files must not be imported as modules.
    child = [sys.executable, "-P", "-m", "paicatalog.cli.mkdocs_child"]
    command = [*child, str(os.getpid()), "warnings" if warnings_only else "all", *arguments]
    # The arguments are the user's own, and no shell reads them.
    return _result(subprocess.Popen(command, env=environment, stdin=subprocess.PIPE))  # noqa: S603


def _result(child: subprocess.Popen[bytes]) -> int:
    """Wait for a child process; return its exit code, as a shell has it if a signal ended it."""
    before = signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    try:
        code = child.wait()
        return code if code >= 0 else 128 - code
    except KeyboardInterrupt:
        # At a terminal the child has received SIGINT already; it prints its own message.
        child.send_signal(signal.SIGINT)
        child.wait()
        raise
    finally:
        signal.signal(signal.SIGTERM, before)
        if child.stdin:
            child.stdin.close()
