"""Instructions for running a job on one platform, as data that pages and exports render."""

from dataclasses import dataclass

from paicatalog.protocol.place import Pointer
from paicatalog.reproduce.shell.code import Code

OPENPAI = "openpai"
"""The id of the platform that protocol files are written for. The other platforms are compared with it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step. Its code is copied and pasted as a whole, so code that prompts for input ends with the prompt."""

    text: str
    """Sentences without markup."""
    code: Code | None = None
    """The code to paste, if any."""
    language: str = "bash"
    """The code's language, for highlighting."""
    writes: str = ""
    """The file that the step writes. If the files already exist, as in an export, the step is left out."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that the steps need in their working directory."""

    name: str
    """The path, with `/` as separator; safe as a shell word."""
    content: Code
    """The content. A missing final newline is added."""
    executable: bool = False
    language: str = "bash"
    """For highlighting."""


@dataclass(frozen=True, slots=True)
class Untranslated:
    """A feature of a job that a platform does not support or handles differently."""

    feature: str
    """The name in the protocol: `jobRetryCount`, `plugin ssh`."""
    where: Pointer
    """The place in the job's file."""
    why: str
    """A sentence: what is missing, and the alternative, if any."""


@dataclass(frozen=True, slots=True)
class Instructions:
    """How to run one job on one platform: steps, or the reason why it cannot run there."""

    platform: str
    """The platform's id, the value of `export --to`: `docker`."""
    title: str
    """The platform's display name: `Docker`."""
    steps: tuple[Step, ...] = ()
    files: tuple[File, ...] = ()
    """The files that the steps write; an export writes them itself."""
    untranslated: tuple[Untranslated, ...] = ()
    refusal: str | None = None
    """Why this platform cannot run the job, and what to do instead. A refusal has no steps."""
