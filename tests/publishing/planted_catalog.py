"""A repository with a secret of every kind in every place that anything is published from."""

import base64
import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

import planted_secrets

_EACH = 1 if os.environ.get("PAICATALOG_TESTS_KINDS") == "all" else 3
KINDS = dict(islice(planted_secrets.kinds().items(), 0, None, _EACH))
"""Kind -> template: a hundred kinds, or with PAICATALOG_TESTS_KINDS=all each that is known."""
LITERAL = "a value of `secrets`"
SEEN = 8
"""The number of characters of a secret that nobody may see."""
_WORD = re.compile(r"[\w-]+", re.ASCII)
_PLAIN = re.compile(r"[\w./~=+-]+", re.ASCII)
_FILE_NAME = re.compile(r"[\w.%=?&,-]{1,200}", re.ASCII)
_LINE = re.compile(r"[^<>\n]+")
_FITTING = {
    **dict.fromkeys(("several lines", "broken"), _PLAIN),
    **dict.fromkeys(("anchor", "tag"), _WORD),
    **dict.fromkeys(("file name", "folder name"), _FILE_NAME),
    **dict.fromkeys(("comment", "commit subject", "author"), _LINE),
}
"""What fits in some places."""
RESOURCES = "resourcePerInstance: {cpu: 1, memoryMB: 1024, gpu: 0}"


@dataclass(frozen=True, slots=True)
class Planted:
    """A secret in a place."""

    place: str
    kind: str
    text: str
    parts: tuple[str, ...]
    """Its random parts."""


def planted(place: str, kind: str) -> Planted:
    """Return the secret of a kind in a place; each is another one."""
    found = planted_secrets.planted(KINDS.get(kind, "<alnum:20>"), f"{place}/{kind}")
    return Planted(place, kind, found.text, found.parts)


Files = Iterator[tuple[str, str | bytes]]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _escaped(text: str) -> str:
    signs = (char if char.isalnum() and at % 3 else f"\\x{ord(char):02x}" for at, char in enumerate(text))
    return f'"{"".join(signs)}"'


def _cut(text: str) -> str:
    return f"{json.dumps(text[:12])[:-1]}\\\n      {json.dumps(text[12:])[1:]}"


def _indented(text: str) -> str:
    return text.replace("\n", "\n    ")


def _job(name: str, *, commands: Sequence[str] = ("echo",), more: str = "", description: str = "A job.") -> str:
    listed = "\n".join(f"      - {command}" for command in commands)
    return (
        f"protocolVersion: 2\nname: {name}\ntype: job\nversion: '1'\ncontributor: Ada\n"
        f"description: {description}\n"
        "prerequisites:\n  - {type: dockerimage, name: python, uri: 'python:3.12.11'}\n"
        f"taskRoles:\n  main:\n    dockerImage: python\n    {RESOURCES}\n    commands:\n{listed}\n{more}"
    )


def _values(name: str, secrets: Sequence[Planted], form: Callable[[str], str]) -> Files:
    """Yield a job whose parameters are the secrets."""
    lines = "".join(f"  p{number}: {form(each.text)}\n" for number, each in enumerate(secrets))
    yield f"{name}.yaml", _job(name, more=f"parameters:\n{lines}")


def _repeated(name: str, secrets: Sequence[Planted]) -> Files:
    """Yield a file with values of `secrets` that the rest of it repeats."""
    given = "".join(f"  s{number}: {_escaped(each.text)}\n" for number, each in enumerate(secrets))
    commands = [
        *(f"curl -u ada:{each.text} https://example.com" for each in secrets),
        *(f"echo {base64.b64encode(f'ada:{each.text}'.encode()).decode()}" for each in secrets),
        *(f"echo {each.text.encode().hex()}" for each in secrets),
    ]
    yield f"{name}.yaml", _job(name, commands=commands, more=f"secrets:\n{given}")


def _names(name: str, secrets: Sequence[Planted]) -> Files:
    """Yield a job in which everything that has a name is called as a secret."""
    role, image, parameter, deployment = (f"x{each.text}" for each in secrets)
    text = _job(name, commands=[f"echo <% $parameters.{parameter} %>"]).replace("python,", f"{image},")
    text = text.replace("dockerImage: python", f"dockerImage: {image}").replace("  main:", f"  {role}:")
    text += (
        f"parameters: {{{parameter}: 1}}\n"
        f"deployments: [{{name: {deployment}, taskRoles: {{{role}: {{preCommands: [a]}}}}}}]\n"
        f"defaults: {{deployment: {deployment}}}\n"
        f"secrets: {{all: [{role}, {image}, {parameter}, {deployment}]}}\n"
    )
    yield f"{name}.yaml", text


def _broken(text: str) -> str:
    return text.replace("type: job", "type: [job")


PLACES: Mapping[str, Callable[[str, Sequence[Planted]], Files]] = {
    "quoted": lambda name, found: _values(name, found, _quoted),
    "double quoted": lambda name, found: _values(name, found, json.dumps),
    "escaped": lambda name, found: _values(name, found, _escaped),
    "continued": lambda name, found: _values(name, found, _cut),
    "folded": lambda name, found: _values(name, found, lambda text: f">\n    see\n    {_indented(text)}\n    there"),
    "literal": lambda name, found: _values(name, found, lambda text: f"|\n    see\n    {_indented(text)}"),
    "several lines": lambda name, found: _values(name, found, lambda text: f"see\n    {text}\n    there"),
    "binary": lambda name, found: _values(
        name, found, lambda text: f"!!binary {base64.b64encode(text.encode()).decode()}"
    ),
    "list": lambda name, found: _values(name, found, lambda text: f"[1, {{a: {_quoted(text)}}}]"),
    "comment": lambda name, found: _values(name, found, lambda text: f"1 # {text}"),
    "key": lambda name, found: iter(
        [(f"{name}.yaml", _job(name, more="parameters:\n" + "".join(f"  ? {_quoted(x.text)}\n  : 1\n" for x in found)))]
    ),
    "anchor": lambda name, found: _values(name, found, lambda text: f"&{text} 1"),
    "command": lambda name, found: iter(
        [(f"{name}.yaml", _job(name, commands=[_quoted(f"x {each.text}") for each in found]))]
    ),
    "deployment": lambda name, found: iter(
        [
            (
                f"{name}.yaml",
                _job(
                    name,
                    more="deployments:\n  - name: all\n    taskRoles:\n      main:\n        preCommands:\n"
                    + "".join(f"          - {_quoted('x ' + each.text)}\n" for each in found)
                    + "defaults: {deployment: all}\n",
                ),
            )
        ]
    ),
    "plugin": lambda name, found: iter(
        [
            (
                f"{name}.yaml",
                _job(
                    name,
                    more="extras:\n  com.microsoft.pai.runtimeplugin:\n    - plugin: git\n      parameters:\n"
                    + "".join(f"        o{number}: {_quoted(each.text)}\n" for number, each in enumerate(found)),
                ),
            )
        ]
    ),
    "description": lambda name, found: iter(
        [
            (
                f"{name}.yaml",
                _job(
                    name, description="|\n" + "".join(f"  See **{x.text}**, or `{x.text}`.\n\n" for x in found)
                ).replace("contributor: Ada", f"contributor: {_quoted(' and '.join(x.text for x in found))}"),
            )
        ]
    ),
    "facts": lambda name, found: iter(
        [
            (
                f"{name}.yaml",
                _job(name, more=f"extras:\n  paicatalog:\n    tags: {json.dumps([x.text for x in found])}\n"),
            )
        ]
    ),
    "address": lambda name, found: iter(
        [
            (
                f"{name}.yaml",
                f"protocolVersion: 2\nname: {name}\ntype: data\nversion: '1'\nuri:\n"
                + "".join(f"  - {_quoted(each.text)}\n" for each in found),
            )
        ]
    ),
    "broken": lambda name, found: (
        (path, _broken(str(text))) for path, text in _values(name, found, lambda text: f"say {text}")
    ),
    "broken and escaped": lambda name, found: (
        (path, _broken(str(text))) for path, text in _values(name, found, _escaped)
    ),
    "no mapping": lambda name, found: iter([(f"{name}.yaml", "".join(f"- {_quoted(x.text)}\n" for x in found))]),
    "several documents": lambda name, found: iter(
        [(f"{name}.yaml", "---\n".join(f"a: {_quoted(each.text)}\n" for each in found))]
    ),
    "repeated keys": lambda name, found: iter(
        [(f"{name}.yaml", _job(name) + "".join(f"version: {_quoted(each.text)}\n" for each in found))]
    ),
    "draft": lambda name, found: iter(
        [(f"{name}.yaml", "protocol_version: v2\ntasks: []\n" + "".join(f"x: {_quoted(x.text)}\n" for x in found[:1]))]
    ),
    "version 1": lambda name, found: iter(
        [(f"{name}.json", json.dumps({"jobName": name, "image": "x", "a": [x.text for x in found]}, indent=1))]
    ),
    "UTF-16": lambda name, found: iter(
        [(f"{name}.yaml", "".join(f"a: {_quoted(each.text)}\n" for each in found).encode("utf-16"))]
    ),
    "Latin-1": lambda name, found: iter(
        [(f"{name}.yaml", "".join(f"a: {_quoted('ä' + x.text + ' ' + x.text)}\n" for x in found).encode("latin-1"))]
    ),
    "file name": lambda _, found: iter([(f"names/{x.text}.yaml", "a: [\n") for x in found]),
    "folder name": lambda _, found: iter([(f"{x.text}/a.yaml", "a: [\n") for x in found]),
}
"""Place -> the files with all its secrets, given a name for them."""
GIT_PLACES = ("commit subject", "author", "tag", "old version")
LITERAL_PLACES: Mapping[str, Callable[[str, Sequence[Planted]], Files]] = {
    "secrets": _repeated,
    "names": _names,
    "unparsed secrets": lambda name, found: ((path, _broken(str(text))) for path, text in _repeated(name, found)),
    "indented by tabs": lambda name, found: iter(
        [(f"{name}.yaml", "secrets:\n" + "".join(f"\ts{n}: {x.text}\n" for n, x in enumerate(found)) + "a: [\n")]
    ),
    "misspelled and listed": lambda name, found: iter(
        [(f"{name}.yaml", "secerts:\n" + "".join(f"- {x.text}\n" for x in found) + "a: [\n")]
    ),
    "block of a broken file": lambda name, found: iter(
        [(f"{name}.yaml", "a: [\nsecrets:\n  key: |\n" + "".join(f"    {x.text}\n" for x in found))]
    ),
    **{
        f"auth.{key}": lambda name, found, key=key: iter(  # type: ignore[misc]
            [
                (
                    f"{name}.yaml",
                    f"protocolVersion: 2\nname: {name}\ntype: dockerimage\nauth: {{{key}: {found[0].text}}}\n",
                )
            ]
        )
        for key in ("password", "passwd", "token", "pass", "apikey")
    },
}
"""The same for secrets that only their place makes secret."""


def all_planted() -> dict[str, list[Planted]]:
    """Return the secrets by place."""
    found = {place: list(_fitting(place)) for place in (*PLACES, *GIT_PLACES)}
    for place in LITERAL_PLACES:
        found[place] = [planted(f"{place}/{number}", LITERAL) for number in range(4)]
    return found


def _fitting(place: str) -> Iterator[Planted]:
    for kind in KINDS:
        secret = planted(place, kind)
        if place not in _FITTING or _FITTING[place].fullmatch(secret.text):
            yield secret


def write_catalog(folder: Path, secrets: Mapping[str, Sequence[Planted]]) -> None:
    """Make a Git repository in `folder` with the secrets of `all_planted`."""
    files: dict[str, str | bytes] = {}
    for place, write in (*PLACES.items(), *LITERAL_PLACES.items()):
        name = re.sub(r"\W+", "-", place)
        files |= dict(write(name, secrets[place]))
    files["touched.yaml"] = _job("touched")
    commits = [
        (author.text, f"Use {subject.text}", {"catalog/touched.yaml": _job(f"touched{number}")})
        for number, (author, subject) in enumerate(
            zip(secrets["author"], cycle(secrets["commit subject"]), strict=False)
        )
    ]
    old = _job("touched", commands=[_quoted(f"x {each.text}") for each in secrets["old version"]])
    present = {f"catalog/{path}": content for path, content in files.items()}
    commits += [("Ada", "Old", {"catalog/touched.yaml": old}), ("Ada", "All", present)]
    _import(folder, commits, [each.text for each in secrets["tag"]])


def _import(folder: Path, commits: Sequence[tuple[str, str, Mapping[str, str | bytes]]], tags: Sequence[str]) -> None:
    """Write commits (author, subject, files) with `git fast-import`: a hundred take no longer than one."""
    stream = bytearray()
    for number, (author, subject, files) in enumerate(commits):
        person = f"{author} <a@example.com> {1_700_000_000 + number} +0000"
        stream += f"commit refs/heads/main\nauthor {person}\ncommitter {person}\n".encode() + _data(subject)
        for path, content in files.items():
            stream += f"M 100644 inline {json.dumps(path)}\n".encode() + _data(content)
    for tag in tags:
        stream += f"reset refs/tags/{tag}\nfrom refs/heads/main\n\n".encode()
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}
    for arguments in (["init", "-q", "-b", "main"], ["fast-import", "--quiet"], ["reset", "-q", "--hard"]):
        subprocess.run(
            ["git", *arguments], cwd=folder, check=True, env=environment, input=bytes(stream), capture_output=True
        )


def _data(content: str | bytes) -> bytes:
    raw = content.encode() if isinstance(content, str) else content
    return f"data {len(raw)}\n".encode() + raw + b"\n"
