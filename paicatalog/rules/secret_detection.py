"""Detection of secrets in a document: values at secret places, and texts in the format of a credential."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from paicatalog.protocol.document import Document
from paicatalog.protocol.place import Pointer
from paicatalog.rules.document_parts import mapping, prerequisites

SECRET_KEYS = frozenset(
    ["secrets", "secret", "Secrets", "Secret", "SECRETS", "secerts", "secert", "sercets", "secrects", "secreta"]
)
"""Keys below which every value is a secret, including misspelled ones."""
_PASSWORD = re.compile(r"pas+w|pwd|token|secret|passphrase", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"\s*(?:\*+|x{3,}|X{3,}|\.{3,}|…|<.*>|<%.*|\$\{\w+\}|\$[A-Z][A-Z0-9_]*|\{\{.*\}\}|%[A-Z][A-Z0-9_]*%"
    r"|(?i:change[-_ ]?me|replace[-_ ]?me|fill[-_ ]?me(?:[-_ ]?in)?|to[-_ ]?do|tbd|placeholder|redacted"
    r"|(?:your|my)(?:[-_ ][a-z]+){0,3}[-_ ](?:key|password|secret|token)(?:[-_ ]here)?))?\s*",
    re.DOTALL,
)
"""What stands in place of a secret: stars, `<...>`, a variable or a template of another tool, `CHANGEME` and the like.

A word such as `password` is none: it may be the password.
"""


@dataclass(frozen=True, slots=True)
class Token:
    """A text in the format of a credential."""

    kind: str
    """A description: "a GitHub token"."""
    text: str
    start: int
    """Its offset in the searched text."""


SHAPES = (
    ("a GitHub token", r"\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bgithub_pat_[A-Za-z0-9_]{36,}\b"),
    ("a GitLab token", r"\bglpat-[A-Za-z0-9_-]{20,}"),
    ("an AWS access key", r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    ("a Google API key", r"\bAIza[0-9A-Za-z_-]{35}\b"),
    ("a Hugging Face token", r"\bhf_[A-Za-z0-9]{30,}\b"),
    ("a Slack token", r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}"),
    ("a Slack webhook", r"https://hooks\.slack\.com/services/[A-Z0-9]+/[A-Z0-9]+/[A-Za-z0-9]{16,}"),
    ("an API key of OpenAI or Anthropic", r"\bsk-(?:proj-|ant-|svcacct-)?[A-Za-z0-9_-]{32,}"),
    ("an npm token", r"\bnpm_[A-Za-z0-9]{36}\b"),
    ("a PyPI token", r"\bpypi-AgE[A-Za-z0-9_-]{50,}"),
    ("a Docker Hub token", r"\bdckr_pat_[A-Za-z0-9_-]{20,}"),
    ("a JSON web token", r"\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{10,}"),
    ("a private key", r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY(?: BLOCK)?-----"),
    ("an Azure access signature", r"[?&]sig=[A-Za-z0-9%+/=]{40,}"),
    ("an Azure storage key", r"\bAccountKey=[A-Za-z0-9+/=]{40,}"),
    (
        "a password in an address",
        r"\b[a-z][a-z0-9+.-]{1,20}://[^\s/:@\"'<>$]{1,100}:[^\s/:@\"'<>${}*]{3,200}@[\w.-]+",
    ),
)
"""Description -> regular expression. A text that matches one must also pass `may_contain_token`: see `_SIGNS`."""
_TOKEN = re.compile("|".join(f"(?P<_{index}>{shape})" for index, (_, shape) in enumerate(SHAPES)))
_SIGNS = {
    b"_": (b"ghp_", b"gho_", b"ghu_", b"ghs_", b"ghr_", b"github_pat_", b"hf_", b"npm_", b"dckr_pat_"),
    b"-": (b"glpat-", b"pypi-"),
    b"A": (b"AKIA", b"ASIA", b"AIza"),
    b"V": (b"PRIVATE",),
    b"J": (b"eyJ",),
    b"=": (b"sig=", b"AccountKey="),
    b"x": (b"xox",),
    b"h": (b"hooks.slack",),
}
"""Byte strings of which a credential has one, by their rarest letter: finding a letter takes a tenth of the time."""
_KEY = re.compile(rb"sk-[A-Za-z0-9_-]{32}")
_LOGIN = re.compile(rb"://[^\s/:@]{1,100}:[^\s/:@]+@")
_EXAMPLES = re.compile(r"EXAMPLE|(?:example|changeme|password|passwd|xxxx+)@|X{16,}|x{16,}|0{16,}", re.ASCII)
"""Placeholders that documentation has in place of a credential."""


def may_contain_token(content: bytes) -> bool:
    """Return False if `content` cannot contain a credential: fast, and the case for almost every file."""
    for letter, signs in _SIGNS.items():
        if letter in content:
            for sign in signs:
                if sign in content:
                    return True
    if b"sk-" in content and _KEY.search(content):
        return True
    return b"@" in content and _LOGIN.search(content) is not None


def tokens(text: str) -> Iterator[Token]:
    """Yield the credentials in a text."""
    for match in _TOKEN.finditer(text):
        if not _EXAMPLES.search(match[0]):
            assert match.lastgroup is not None  # Every alternative is a named group.
            yield Token(SHAPES[int(match.lastgroup[1:])][0], match[0], match.start())


def literal_secrets(document: Document) -> Iterator[tuple[Pointer, object]]:
    """Yield (pointer, value) of each secret that is written out, which placeholders and references are not."""
    data = mapping(document.data)
    for key in data.keys() & SECRET_KEYS:
        yield from _literals(data[key], (key,))
    for pointer, asset in (((), data), *prerequisites(data)):
        for key, value in mapping(asset.get("auth")).items():
            if is_secret_place((*pointer, "auth", key)):
                yield from _literals(value, (*pointer, "auth", key))


def is_secret_place(path: Sequence[str | int]) -> bool:
    """Return whether the value at `path` (indices may be left out) is secret: below `secrets`, or the password of a
    registry login. Misspelled keys count, since their values are secret all the same."""
    if path[:1] and path[0] in SECRET_KEYS:
        return True
    return len(path) > 1 and path[-2] == "auth" and _PASSWORD.search(str(path[-1])) is not None


def is_literal(value: object) -> bool:
    """Return whether a value at a secret place is a secret: neither a placeholder, a reference nor a boolean."""
    if value is None or isinstance(value, bool):
        return False
    return not (isinstance(value, str) and _PLACEHOLDER.fullmatch(value))


def _literals(value: Any, pointer: Pointer) -> Iterator[tuple[Pointer, object]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _literals(item, (*pointer, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _literals(item, (*pointer, index))
    elif is_literal(value):
        yield pointer, value
