"""Texts in the format of a credential: the published token formats of vendors, private keys, passwords in URLs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass


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
