"""Files that attack the reader, by kind, with the rule that is expected to report them."""

import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

HEAD = "protocolVersion: 2\nname: a\ntype: data\n"
JOB = """\
protocolVersion: 2
name: a
type: job
prerequisites:
  - {{type: dockerimage, name: i, uri: "i:1"{image}}}
parameters: {parameters}
taskRoles:
  main:
    dockerImage: i
    resourcePerInstance: {{cpu: 1, memoryMB: 1024, gpu: 0}}
    commands:
{commands}
"""
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Hostile:
    """A function that writes a file, and the rule that must report it; "" if it is harmless."""

    make: Callable[[Path], None]
    rule: str
    name: str = "x.yaml"
    large: bool = False
    """Whether it is too large for tests, so that only the benchmark writes it."""


def written(content: str | bytes) -> Callable[[Path], None]:
    """Return a function that writes the content to a path."""
    data = content.encode(errors="surrogatepass") if isinstance(content, str) else content
    return lambda path: path.write_bytes(data) and None


def _job(commands: str, *, parameters: str = "{a: 1}", image: str = "") -> str:
    listed = "".join(f"      - {line}\n" for line in commands.split("\n"))
    return JOB.format(commands=listed, parameters=parameters, image=image)


def _laughs(levels: int, width: int) -> str:
    lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    for level in range(1, levels):
        lines.append(f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * width)}]")
    return "\n".join(lines) + "\n"


def _sparse(path: Path) -> None:
    with path.open("wb") as stream:
        stream.write(HEAD.encode())
        stream.truncate(100 * MEGABYTE)


def _hundred_megabytes(path: Path) -> None:
    line = b"# " + b"x" * 997 + b"\n"
    with path.open("wb") as stream:
        stream.write(HEAD.encode())
        for _ in range(100):
            stream.write(line * 1000)


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        here = Path.cwd()
        os.chdir(path.parent)  # The path of a socket is limited to about a hundred characters.
        try:
            listening.bind(path.name)
        finally:
            os.chdir(here)


def _endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _terminal(path: Path) -> None:
    path.symlink_to("/dev/tty")


def _circle(path: Path) -> None:
    path.symlink_to(path.name)


def _outside(path: Path) -> None:
    path.symlink_to("/etc/passwd")


def _dangling(path: Path) -> None:
    path.symlink_to("nowhere")


HOSTILE: Mapping[str, Hostile] = {
    "billion laughs": Hostile(written(_laughs(9, 9)), "too-large"),
    "a thousand laughs of a thousand": Hostile(written(_laughs(4, 1000)), "too-large"),
    "an alias to itself": Hostile(written(HEAD + "uri: &a [*a]\n"), "too-large"),
    "merges of merges": Hostile(
        written(
            "a0: &a0 {x0: 1}\n"
            + "".join(f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}], x{n}: 1}}\n" for n in range(1, 40))
        ),
        "too-large",
    ),
    "100,000 anchors": Hostile(
        written(HEAD + "extras:\n" + "".join(f"  - &a{n} x\n" for n in range(100_000))), "too-large"
    ),
    "40,000 anchors and aliases": Hostile(
        written(
            HEAD
            + "extras:\n  a:\n"
            + "".join(f"  - &a{n} x\n" for n in range(20_000))
            + "".join(f"  - *a{n}\n" for n in range(20_000))
        ),
        "",
    ),
    "one anchor set 40,000 times": Hostile(written(HEAD + "extras:\n  a:\n" + "  - &a x\n" * 40_000), ""),
    "100 MB of comments": Hostile(_hundred_megabytes, "too-large", large=True),
    "100 MB of nothing": Hostile(_sparse, "too-large"),
    "one line of 50 MB": Hostile(written(HEAD + "description: " + "x" * 50 * MEGABYTE + "\n"), "too-large", large=True),
    "one line of 1 MB": Hostile(written(HEAD + "description: " + "x" * MEGABYTE + "\n"), ""),
    "one line of 1 MB and a mistake": Hostile(
        written(HEAD + "description: {x: " + "x " * (MEGABYTE // 2) + "\n"), "yaml-syntax"
    ),
    "a million lines": Hostile(written(HEAD + "uri:\n" + "  - x\n" * 1_000_000), "too-large"),
    "a million empty lines": Hostile(written(HEAD + "\n" * 1_000_000), ""),
    "a million small items": Hostile(written(HEAD + "uri: [" + "x," * 1_000_000 + "]\n"), "too-large"),
    "500,000 small items": Hostile(written(HEAD + "uri: [" + "x," * 500_000 + "]\n"), "too-large"),
    "49,000 small items": Hostile(written(HEAD + "uri: [" + "x," * 49_000 + "]\n"), ""),
    "49,000 items of the wrong type": Hostile(written(HEAD + "uri: [" + "1," * 49_000 + "]\n"), "wrong-type"),
    "24,000 unknown keys": Hostile(written(_job("ls") + "".join(f"key{n}: 1\n" for n in range(24_000))), "unknown-key"),
    "24,000 keys of strangers in extras": Hostile(
        written(HEAD + "extras:\n" + "".join(f"  k{n}: 1\n" for n in range(24_000))), ""
    ),
    "24,000 equal keys": Hostile(written(HEAD + "a: 1\n" * 24_000), "duplicate-key"),
    "10,000 levels in brackets": Hostile(written(HEAD + "uri: " + "[" * 10_000 + "]" * 10_000 + "\n"), "too-large"),
    "10,000 levels in braces": Hostile(written(HEAD + "extras: " + "{a: " * 10_000 + "}" * 10_000 + "\n"), "too-large"),
    "100,000 open brackets": Hostile(written("[" * 100_000), "too-large"),
    "1,000 levels in block style": Hostile(
        written("".join(f"{' ' * (n % 1000)}k:\n" for n in range(1000))), "too-large"
    ),
    "10,000 levels of dashes": Hostile(written(HEAD + "uri:\n" + "- " * 10_000 + "x\n"), "too-large"),
    "10,000 complex keys": Hostile(written("? " * 10_000 + "x\n"), "too-large"),
    "a NUL": Hostile(written(HEAD + "description: a\0b\n"), "bad-encoding"),
    "a megabyte of NUL": Hostile(written(b"\0" * MEGABYTE), "bad-encoding"),
    "no UTF-8": Hostile(written(HEAD.encode() + b"description: \xff\xfe\n"), "bad-encoding"),
    "half a surrogate": Hostile(written(HEAD + "description: \ud800\n"), "bad-encoding"),
    "UTF-16 with a mark": Hostile(written(b"\xff\xfe" + HEAD.encode("utf-16-le")), "bad-encoding"),
    "UTF-16 without a mark": Hostile(written(HEAD.encode("utf-16-le")), "bad-encoding"),
    "UTF-16, big endian": Hostile(written(HEAD.encode("utf-16-be")), "bad-encoding"),
    "UTF-32": Hostile(written(HEAD.encode("utf-32")), "bad-encoding"),
    "UTF-7": Hostile(written(b"+AHAAcgBvAHQAbwBjAG8AbA-\n"), "not-a-mapping"),
    "two marks": Hostile(written("\ufeff\ufeff" + HEAD), "yaml-syntax or unknown-key or missing-key"),
    "1e999999": Hostile(written(HEAD + "version: 1e999999\n"), "version-is-number"),
    "a number of 100,000 digits": Hostile(written(HEAD + "version: " + "9" * 100_000 + "\n"), "version-is-number"),
    "a hexadecimal number of 500,000 digits": Hostile(
        written(HEAD + "version: 0x" + "f" * 500_000 + "\n"), "version-is-number"
    ),
    "a number of base 60 of 300,000 parts": Hostile(
        written(HEAD + "version: 1" + ":1" * 300_000 + "\n"), "version-is-number"
    ),
    "1,000,000 underscores in a number": Hostile(written(HEAD + "version: 1" + "_" * 900_000 + "\n"), ""),
    "a date far away": Hostile(
        written(_job("ls <% $parameters.a %>", parameters="{a: 9999-99-99}")), "value-read-differently"
    ),
    "a tag of 100 kB": Hostile(written(HEAD + "extras: " + "!" * 100_000 + "\n"), "yaml-syntax"),
    "10,000 dates": Hostile(written(HEAD + "extras:\n  a:\n" + "    - 2024-01-01\n" * 10_000), ""),
    "<% 100,000 times": Hostile(written(_job('"' + "<%" * 100_000 + '"')), "template-syntax"),
    "<% a %> 100,000 times": Hostile(written(_job('"' + "<% a %>" * 100_000 + '"')), "unresolved-reference"),
    "100,000 references to nothing": Hostile(
        written(_job('"' + "".join(f"<% $parameters.b{n} %>" for n in range(40_000)) + '"')), "unresolved-reference"
    ),
    "40,000 sections in one another": Hostile(written(_job('"' + "<%#a%>" * 40_000 + "<%/a%>" * 40_000 + '"')), ""),
    "100,000 open sections": Hostile(written(_job('"' + "<%#a%>" * 100_000 + '"')), "template-syntax"),
    "tags changed 50,000 times": Hostile(written(_job('"' + "<%= <% %> =%>" * 50_000 + '"')), ""),
    "a name of 100,000 parts": Hostile(
        written(_job('"<% $parameters' + ".a" * 100_000 + ' %>"')), "unresolved-reference"
    ),
    "20,000 parameters that nothing uses": Hostile(
        written(_job("ls", parameters="{" + ",".join(f"p{n}: 1" for n in range(20_000)) + "}")), "unused-parameter"
    ),
    "20,000 parameters, as many misspelled": Hostile(
        written(
            _job(
                '"' + "".join(f"<% $parameters.parameter{n}x %>" for n in range(10_000)) + '"',
                parameters="{" + ",".join(f"parameter{n}y: 1" for n in range(10_000)) + "}",
            )
        ),
        "unresolved-reference",
    ),
    "9,000 prerequisites of one name": Hostile(
        written(HEAD.replace("data", "job") + "prerequisites:\n" + "  - {type: data, name: a}\n" * 9_000),
        "duplicate-prerequisite",
    ),
    "2,000 prerequisites that require each other": Hostile(
        written(
            HEAD.replace("data", "job")
            + "prerequisites:\n"
            + "".join(
                f"  - {{type: script, name: a{n}, require: [a{(n + 1) % 2000}, a{(n + 7) % 2000}]}}\n"
                for n in range(2000)
            )
        ),
        "circular-requirement",
    ),
    "5,000 task roles": Hostile(
        written(
            _job("ls")
            + "".join(f"  r{n}: {{dockerImage: j, resourcePerInstance: {{}}, commands: [a]}}\n" for n in range(5000))
        ),
        "missing-key",
    ),
    "2,000 deployments": Hostile(
        written(
            _job("ls <% $parameters.a %>")
            + "deployments:\n"
            + "".join(f"  - {{name: d{n}, taskRoles: {{main: {{preCommands: [if x{n}]}}}}}}\n" for n in range(2000))
        ),
        "shell-syntax",
    ),
    "100 kB of spaces in a command": Hostile(written(_job('"a' + " " * 100_000 + 'b \\\\"')), "dangling-continuation"),
    "100 kB of $PAI_": Hostile(
        written(_job('"' + "$PAI_A" * 16_000 + '"')), "unknown-pai-variable or shell-syntax or "
    ),
    "100 kB of PAI_PORT_LIST_": Hostile(
        written(_job('"$PAI_PORT_LIST_' + "a_0_" * 25_000 + '"')), "unknown-pai-variable or port-not-declared or "
    ),
    "100 kB of quotes": Hostile(written(_job("|\n" + "        " + "'\"" * 50_000)), "shell-syntax or "),
    "100 kB of brackets in a command": Hostile(written(_job("|\n" + "        " + "(" * 100_000)), "shell-syntax"),
    "100 kB of $( in a command": Hostile(written(_job("|\n" + "        " + "$(" * 50_000)), "shell-syntax or "),
    "10,000 here-documents": Hostile(written(_job("|\n" + "        cat " + "<<E " * 10_000)), "shell-syntax or "),
    "an address of 100 kB": Hostile(written(HEAD + "uri: [https://" + "a" * 100_000 + ":" + "b" * 100_000 + "]\n"), ""),
    "100 kB of addresses": Hostile(written(HEAD + "description: " + "a://b:" * 20_000 + "\n"), ""),
    "100 kB of eyJ": Hostile(written(HEAD + "description: " + "eyJaaaaaaaaa." * 10_000 + "\n"), ""),
    "100 kB of -----BEGIN": Hostile(written(HEAD + "description: x " + "-----BEGIN A" * 10_000 + " PRIVATE\n"), ""),
    "100 kB of github.com/": Hostile(written(HEAD + "uri: [https://github.com" + "/a" * 50_000 + "/tree/]\n"), ""),
    "100 kB of javascript": Hostile(written(HEAD + "uri: ['" + "java script" * 10_000 + "']\n"), ""),
    "100 kB of $$": Hostile(written(HEAD + "description: " + "$$a" * 30_000 + "\nx: &\n"), "yaml-syntax"),
    "100 kB of an open quote": Hostile(written(HEAD + 'description: "' + "a: b\n" * 20_000), "yaml-syntax"),
    "20,000 quotes over two lines, and a mistake": Hostile(
        written(HEAD + "extras:\n" + '  - "a\n    b"\n' * 20_000 + "x: [\n"), "yaml-syntax"
    ),
    "a tab in 10,000 lines": Hostile(
        written(HEAD + "extras:\n" + "\ta: 1\n" * 10_000), "yaml-syntax or tab-indentation or duplicate-key"
    ),
    "10,000 secrets": Hostile(
        written(_job("ls") + "secrets:\n" + "".join(f"  s{n}: secret-{n}-value\n" for n in range(10_000))),
        "literal-secret",
    ),
    "5,000 tokens": Hostile(
        written(
            HEAD
            + "extras:\n  a:\n"
            + "".join(f"    - gh{'p'}_{(n + 7) * 1_000_003**6 % 10**36:036d}\n" for n in range(5_000))
        ),
        "recognizable-token",
    ),
    "a name like a terminal escape": Hostile(
        written('protocolVersion: 2\nname: "\\e[31mred\\a"\ntype: data\n'), "bad-name"
    ),
    "a name like a path": Hostile(written("protocolVersion: 2\nname: ../../etc/passwd\ntype: data\n"), "bad-name"),
    "a FIFO": Hostile(os.mkfifo, "unreadable-file"),
    "a socket": Hostile(_socket, "unreadable-file"),
    "a folder that is called like a file": Hostile(Path.mkdir, ""),
    "an endless device": Hostile(_endless, "unreadable-file"),
    "a terminal": Hostile(_terminal, "unreadable-file"),
    "a link to itself": Hostile(_circle, "unreadable-file"),
    "a link to nowhere": Hostile(_dangling, "unreadable-file"),
    "a link out of the repository": Hostile(_outside, "not-a-mapping or yaml-syntax or unreadable-file"),
    "a name with terminal escapes": Hostile(written(HEAD + "x: [\n"), "yaml-syntax", "\x1b[31m\u202ered\n.yaml"),
}
"""Each file is read separately, as by `paicatalog validate FILE`."""
