"""What a person does to run a job on one platform, as a value that pages and exports show each in their way."""

from dataclasses import dataclass

from paicatalog.protocol.place import Pointer
from paicatalog.reproduce.shell.code import Code

OPENPAI = "openpai"
"""The platform that protocol files are written for; the others are compared with it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do. A person copies its code as a whole; a step that asks for something ends its code there."""

    text: str
    """Plain sentences, without any markup."""
    code: Code | None = None
    """What to paste; None where there is nothing to paste."""
    language: str = "bash"
    """The code's language, for highlighting."""
    writes: str = ""
    """The file that it writes; where the files are there already, the step is left out."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that the steps need, in the folder they are taken in."""

    name: str
    """Its path with `/`; safe as a shell word."""
    content: Code
    """What stands in it; a line break at its end is added where there is none."""
    executable: bool = False
    language: str = "bash"
    """For highlighting."""


@dataclass(frozen=True, slots=True)
class Untranslated:
    """Something the job asks for that the platform does otherwise or not at all."""

    feature: str
    """Its name in the protocol: `jobRetryCount`, `plugin ssh`."""
    where: Pointer
    """Its place in the job's file."""
    why: str
    """A sentence: what is missing and, where there is one, what to do instead."""


@dataclass(frozen=True, slots=True)
class Instructions:
    """How to run one job on one platform: steps, or the reason why there are none."""

    platform: str
    """The platform's id, as `export --to` takes it: `docker`."""
    title: str
    """The platform's name for people: `Docker`."""
    steps: tuple[Step, ...] = ()
    files: tuple[File, ...] = ()
    """What the steps write; an export may write them itself instead."""
    untranslated: tuple[Untranslated, ...] = ()
    refusal: str | None = None
    """Why this platform cannot run the job, with the way out; then there are no steps."""
