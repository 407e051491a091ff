"""Secrets of many kinds, made up at random: the published prefixes, alphabets and lengths of vendors.

A kind is a template with marks such as `<alnum:36>`: random characters, of which none may be visible afterwards. The
values are put together when a test runs, so that the repository contains none: hosting services refuse files with them.
"""

import random
import re
import string
from dataclasses import dataclass
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent / "planted"

ALPHABETS = {
    "alnum": string.ascii_letters + string.digits,
    "base32": string.ascii_uppercase + "234567",
    "base64": string.ascii_letters + string.digits + "+/",
    "bech32": "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L",
    "digits": string.digits,
    "hex": "0123456789abcdef",
    "lower": string.ascii_lowercase + string.digits,
    "password": string.ascii_letters + string.digits + "!.+-_~^",
    "upper": string.ascii_uppercase + string.digits,
    "url": string.ascii_letters + string.digits + "_-",
}
_MARK = re.compile(r"<(\w+):(\d+)>")


@dataclass(frozen=True, slots=True)
class Planted:
    """A text with a secret in it."""

    text: str
    parts: tuple[str, ...]
    """The random parts of at least 8 characters."""


def planted(template: str, seed: object) -> Planted:
    """Return the template with random characters for its marks; the same for the same seed."""
    source = random.Random(f"{template}{seed}")
    parts: list[str] = []

    def value(mark: re.Match[str]) -> str:
        length = int(mark[2])
        part = "-"
        while not (part[0].isalnum() and part[-1].isalnum() and any(map(str.isdigit, part))):
            part = "".join(source.choices(ALPHABETS[mark[1]], k=length))
            if length < 8:
                break
        parts.append(part)
        return part

    text = _MARK.sub(value, template)
    return Planted(text, tuple(part for part in parts if len(part) >= 8))


def kinds() -> dict[str, str]:
    """Return all templates by kind: of tokens, and of secrets that are named."""
    read = {name: yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8")) for name in ("tokens", "named")}
    return {
        f"{name}: {kind}": text.replace("|", "" if name == "tokens" else "|")
        for name in read
        for kind, text in read[name].items()
    }
