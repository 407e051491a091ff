"""Search for secrets in published bytes, in every form in which they are readable."""

import gzip
import html
import io
import json
import re
import tarfile
import zipfile
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import unquote

from planted_catalog import SEEN, Planted

_RUN = re.compile(r"[^\s<>\"'`\\]{8,}")
_TAG = re.compile(r"<[^>]*>")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\n\s*))")


def leaks(outputs: Mapping[str, bytes], secrets: Iterable[Planted]) -> set[tuple[str, str, str]]:
    """Return (output, place, kind) of each secret of which an output has eight characters in a row."""
    known = {start: secret for secret in secrets for part in secret.parts for start in _starts(part)}
    runs: dict[str, str] = {}
    for name, content in outputs.items():
        for text in _readings(content):
            for run in _RUN.findall(text):
                runs.setdefault(run, name)
    found = set()
    for run, name in runs.items():
        for at in range(len(run) - SEEN + 1):
            if secret := known.get(run[at : at + SEEN]):
                found.add((name, secret.place, secret.kind))
    return found


def _starts(part: str) -> Iterator[str]:
    """Yield eight characters from the inside of a secret, and of what it is in Base64 at each offset."""
    yield part[:SEEN]
    for before in range(3):
        yield b64encode(b"\0" * before + part.encode()).decode()[4 : 4 + SEEN]
    yield part.encode().hex()[:SEEN]


def _readings(content: bytes) -> Iterator[str]:
    """Yield a file's text in each form that it may have for a reader: with tags, without, and unescaped."""
    for unpacked in _unpacked(content):
        for encoding in ("utf-8", "utf-16-le") if b"\0" in unpacked else ("utf-8",):
            text = unpacked.decode(encoding, "replace")
            yield text
            yield html.unescape(_TAG.sub("", text)) if "<" in text or "&" in text else ""
            yield unquote(text) if "%" in text else ""
            yield _ESCAPE.sub(_meaning, text) if "\\" in text else ""


def _meaning(escape: re.Match[str]) -> str:
    return "" if escape[3] else str(json.loads(f'"\\u{(escape[1] or escape[2]).zfill(4)}"'))


def _unpacked(content: bytes) -> Iterator[bytes]:
    if content.startswith(b"\x1f\x8b"):
        yield from _unpacked(gzip.decompress(content))
    elif content.startswith(b"PK\3\4"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from (archive.read(name) for name in archive.namelist())
    elif content[257:262] == b"ustar":
        with tarfile.open(fileobj=io.BytesIO(content)) as archive:
            yield from (file.read() for each in archive if (file := archive.extractfile(each)))
    else:
        yield content
