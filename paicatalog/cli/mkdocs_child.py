"""MkDocs in a child process that ends with its parent, however that ends: `python -m paicatalog.cli.mkdocs_child`.

The arguments are the id of the parent process, a word of LOGGED, and the arguments for MkDocs. Standard input is a pipe
whose other end is open as long as the parent runs.
"""

import ctypes
import errno
import logging
import os
import runpy
import signal
import sys
import threading

LOGGED = {"all": logging.NOTSET, "warnings": logging.INFO}
"""Up to which level messages are not printed. MkDocs' own `--quiet` would also lose the warnings, and then a strict
build passes whatever it finds."""
_OF_THE_DISK = (errno.ENOSPC, errno.EDQUOT)
"""Errors that are not the program's, wherever in it a file is written."""
_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Run MkDocs."""
    _, parent, logged, *arguments = sys.argv
    _end_with(int(parent))
    logging.disable(LOGGED[logged])
    sys.argv = ["mkdocs", *arguments]
    try:
        runpy.run_module("mkdocs", run_name="__main__", alter_sys=True)
    except OSError as error:
        if error.errno not in _OF_THE_DISK:
            raise
        sys.exit(f"Error: The site cannot be written: {error.strerror}. Free some space, or build on another disk.")


def _end_with(parent: int) -> None:
    """End this process when its parent ends.

    On Linux the system does it. A thread would do it everywhere, but a process with threads cannot be forked safely,
    and the pages are written by forked processes (`parallel.worker_processes.forks`).
    """
    if not _signal_at_end_of_parent():
        threading.Thread(target=_exit_at_end_of_input, daemon=True).start()
    elif os.getppid() != parent:  # It ended before the system was told.
        os._exit(1)


def _signal_at_end_of_parent() -> bool:
    if sys.platform != "linux":
        return False
    try:
        return int(ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)) == 0
    except (AttributeError, OSError):
        return False


def _exit_at_end_of_input() -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass
    os._exit(1)


if __name__ == "__main__":
    main()
