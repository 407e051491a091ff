"""A repository whose commits are made by hand: whatever `git commit` would refuse, and what a stranger may write."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from odd_catalog import write_mkdocs_yml

EPOCH = "1970-01-01T00:00:00+00:00"
LAST = "9999-12-30T00:00:00+00:00"
NOON = "2024-01-01T12:00:00+00:00"
ADA = b"Ada <ada@example.com> 1704110400 +0000"
RAW = dict.fromkeys(("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"), os.devnull)


@dataclass(frozen=True, slots=True)
class Crafted:
    """One commit as it is written, and the facts that it states; `date` is the nearest one that exists."""

    author: bytes = ADA
    message: bytes = b"Change"
    more: bytes = b""
    """Further header lines."""
    shown_author: str = "Ada"
    shown_subject: str = "Change"
    date: str = NOON
    file: str = ""
    """The name of the changed file; a name of its own if empty."""


def dated(written: bytes, date: str) -> Crafted:
    return Crafted(author=b"Ada <ada@example.com> " + written, date=date)


CRAFTED = (
    dated(b"1704110400 +9999", NOON),
    dated(b"1704110400 -9999", NOON),
    dated(b"1704110400 +2400", NOON),
    dated(b"1704110400 +0075", NOON),
    dated(b"1704110400 +1400", "2024-01-02T02:00:00+14:00"),
    dated(b"1704110400 -0330", "2024-01-01T08:30:00-03:30"),
    dated(b"1704110400", NOON),
    dated(b"0 +0000", EPOCH),
    dated(b"-1 +0000", NOON),
    dated(b"253402300799 +0000", LAST),
    dated(b"253402300800 +1400", "9999-12-30T14:00:00+14:00"),
    dated(b"99999999999999 +0000", LAST),
    dated(b"9223372036854775807 +0000", LAST),
    dated(b"9223372036854775808 +0000", LAST),
    dated(b"18446744073709551616 +0000", LAST),
    dated(b"9" * 5000 + b" +0000", LAST),
    dated(b"yesterday", NOON),
    Crafted(
        message=b"A\x1e" + b"f" * 40 + b"\x1fMallory\x1f2030-01-01T00:00:00+00:00\x1fForged\x1f",
        shown_subject="A " + "f" * 40 + " Mallory 2030-01-01T00:00:00+00:00 Forged",
    ),
    Crafted(author=b"A\x1eda\x1f <a@b> 1704110400 +0000", shown_author="A da"),
    Crafted(
        message=b"Two\nlines <script>alert(1)</script>\n\nBody", shown_subject="Two lines <script>alert(1)</script>"
    ),
    Crafted(message=b"\x1b[31mred\x07\x08", shown_subject="\ufffd[31mred\ufffd\ufffd"),
    Crafted(message="Undo \u202etxt.exe\u2066".encode(), shown_subject="Undo \ufffdtxt.exe\ufffd"),
    Crafted(author="\u202eadA <a@b> 1704110400 +0000".encode(), shown_author="\ufffdadA"),
    Crafted(message=b"not \xff\xfe UTF-8", shown_subject="not \ufffd\ufffd UTF-8"),
    Crafted(author=b"J\xfcrgen <j@b> 1704110400 +0000", more=b"encoding ISO-8859-1\n", shown_author="J\u00fcrgen"),
    Crafted(message=b"Caf\xe9", more=b"encoding no-such-encoding\n", shown_subject="Caf\ufffd"),
    Crafted(message=b"Cut\0 here\nauthor Mallory <m@x> 1 +0000", shown_subject="Cut"),
    Crafted(message=b"", shown_subject=""),
    Crafted(message=b"\n\n  \n", shown_subject=""),
    Crafted(author=b"<> 1704110400 +0000", shown_author="?"),
    Crafted(author=b"nobody", shown_author="?"),
    Crafted(message=b"x" * 100_000, shown_subject="x" * 199 + "\u2026"),
    Crafted(author=b"N" * 100_000 + b" <n@b> 1704110400 +0000", shown_author="N" * 79 + "\u2026"),
    Crafted(file='tab\tquote"\nline \\ back.yaml'),
    Crafted(file="* :(top) [x].yaml"),
    Crafted(file=os.fsdecode(b"not-\xff-utf8.yaml")),
    Crafted(file=":100644 100644 M.yaml", message=b":100644 100644 0 0 A", shown_subject=":100644 100644 0 0 A"),
)


def name_of(at: int) -> str:
    """Return the name of the component that the commit at this index adds."""
    return f"c{at}"


def write_repository(folder: Path) -> dict[str, str]:
    """Write the repository with a component for each commit; return names of components -> hashes of commits."""
    write_mkdocs_yml(folder, theme="mkdocs", site_url="https://jobs.example.com/")
    git(folder, "init", "--quiet", "--initial-branch=main")
    commits: dict[str, str] = {}
    for at, crafted in enumerate(CRAFTED):
        name = name_of(at)
        file = folder / "catalog" / (crafted.file or f"{name}.yaml")
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"protocolVersion: 2\nname: {name}\ntype: data\nversion: '1'\nuri: [/mnt/{name}]\n")
        commits[name] = commit(folder, crafted, list(commits.values())[-1:])
    return commits


def commit(folder: Path, crafted: Crafted, parents: list[str]) -> str:
    """Commit all files exactly as `crafted` says; return the hash."""
    git(folder, "add", "--all")
    tree = git(folder, "write-tree").decode().strip()
    head = f"tree {tree}\n" + "".join(f"parent {parent}\n" for parent in parents)
    committer = b"committer " + ADA + b"\n"
    raw = head.encode() + b"author " + crafted.author + b"\n" + committer + crafted.more + b"\n" + crafted.message
    made = git(folder, "hash-object", "-t", "commit", "-w", "--stdin", "--literally", stdin=raw).decode().strip()
    git(folder, "update-ref", "HEAD", made)
    return made


def git(folder: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    """Run Git without the configuration of whoever runs the tests."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    done = subprocess.run(
        ["git", "-c", "user.name=Ada", "-c", "user.email=ada@example.com", *arguments],
        cwd=folder,
        env=clean | RAW,
        input=stdin,
        check=True,
        capture_output=True,
    )
    return done.stdout
