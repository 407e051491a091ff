"""What stands in place of a secret, and what only looks like one."""

import re
from base64 import b64decode

_PLACEHOLDER = re.compile(
    r"\*+|[xX]{3,}|\.{3,}|…|[\w-]{0,20}(?:\.{3}|…|\*{3,}|[xX]{4,})[\w-]{0,20}|<.*>|<%.*"
    r"|\$\{\w+\}|\$\(\w+\)|\$[A-Z][A-Z0-9_]*|\$[a-z]+(?:_[a-z]+)+"
    r"|[$@#]?\{\{.*\}\}|[$@#]?\{[\w.]*\}|%\(\w+\)s|%[A-Z][A-Z0-9_]*%|__[A-Z][A-Z0-9_]*__"
    r"|\[[A-Za-z]+(?:[-_ ][A-Za-z]+)*\]|([^a-z0-9])\1{2,}|([a-z0-9])\2{5,}"
    r"|[A-Z]+(?:_[A-Z]+)*_(?:HERE|KEY|PASSWORD|SECRET|TOKEN)"
    r"|(?i:change[-_ ]?(?:me|it|this)|replace[-_ ]?(?:me|this)|fill[-_ ]?me(?:[-_ ]?in)?|to[-_ ]?do|tbd"
    r"|placeholder|redacted|(?:insert|enter)(?:[-_ ][a-z]+){1,4}|your[-_ ][a-z]+(?:[-_ ][a-z]+){0,5}"
    r"|your(?:api)?(?:key|password|secret|token)(?:here)?"
    r"|(?:my|the|some)(?:[-_ ][a-z]+){0,3}[-_ ](?:key|password|secret|token)(?:[-_ ]here)?)",
    re.DOTALL,
)
"""Stars, `<...>`, a variable or a template of another tool, `CHANGEME` and the like.

A word such as `password` is none: it may be the password.
"""
_LONGEST = 200
"""The longest placeholder in characters. A secret can be very long, and no pattern is applied to it then."""
_EXAMPLE = re.compile(r"EXAMPLE|[xX]{5}|0{12}|\.\.\.|\*{3}|your[-_]", re.ASCII | re.IGNORECASE)
_END = 16
_LEAST_CHARACTERS = 3
"""How many different characters the end of a token has at least."""
_NO_VALUES = re.compile(
    r"and|are|argument|ask|can|default|empty|env|false|flag|for|hidden|if|in|incorrect|invalid|is|nil|no|none|null|off|on"
    r"|optional|options?|or|parameter|password|passwd|passphrase|prompt|required|secret|stdin|str|string|the|to|token"
    r"|true|undefined|value|with|wrong|yes",
    re.IGNORECASE,
)
"""Words that follow the name of a password in a sentence, a signature or a schema."""
_REFERENCE = re.compile(r"\$[\w({]|\\|--?[a-z]")
_CONTAINED = re.compile(r"\$[({]|<[%$A-Za-z]|\{\{|%\(\w|\$[A-Z][A-Z_]{2}")
"""A variable or a template within other text."""
_PATH = re.compile(
    r"(?:\w{1,20}:|[.~]{0,2})(?:[/\\][\w.@+-]*)+|[\w./-]{1,100}\.(?:json|key|pem|txt|ya?ml|toml|env|conf)"
)
_EXPRESSION = re.compile(
    r"[A-Za-z_.-]*(?:key|pass|passphrase|passwd|password|pw|pwd|secret|token)s?|[A-Za-z_][\w.]*\[(?:[\w:-]*\].*)?|[A-Za-z_]+(?:\.[A-Za-z_]+)+",
    re.IGNORECASE | re.ASCII,
)
"""Another name of the same thing or an element of a list, as in `password=args.password`."""
_WORDS = re.compile(r"[A-Za-z]+\d{0,3}(?:[-_.:/](?:[A-Za-z]+\d{0,3}|v\d{4}|\d{1,4}))*+|[\d.,:+-]*", re.ASCII)
"""Words with numbers at most behind them, or a number: no key that a program has generated."""
_NUMBER = re.compile(r"[\d.:/-]*(?:/(?:tcp|udp))?", re.ASCII)


def is_placeholder(text: str) -> bool:
    """Return whether a text stands in place of a secret: stars, `<...>`, a variable, `CHANGEME` and the like."""
    stripped = text.strip()
    return not stripped or (len(stripped) <= _LONGEST and _PLACEHOLDER.fullmatch(stripped) is not None)


def is_varied(token: str) -> bool:
    """Return whether a token may be a real one, and not the example of a manual: `ghp_xxxx`, `AKIAIOSFODNN7EXAMPLE`."""
    return len(set(token[-_END:])) >= _LEAST_CHARACTERS and not _EXAMPLE.search(token)


def is_password(text: str) -> bool:
    """Return whether a text in the place of a password is one: neither a placeholder, a reference nor code."""
    text = text.rstrip(",.")
    if len(text) < 3 or text[0] in "*<[{" or _NO_VALUES.fullmatch(text) or _EXPRESSION.fullmatch(text):
        return False
    if _REFERENCE.match(text) or _CONTAINED.search(text):
        return False
    return len(text) > _LONGEST or not (_PATH.fullmatch(text) or is_placeholder(text))


def is_short_option(text: str) -> bool:
    """Return whether a text after an option such as `-p` is a password, and not a port or the like."""
    return is_password(text) and not _NUMBER.fullmatch(text)


def is_key(text: str) -> bool:
    """Return whether a text in the place of a key or token is one that was generated: no words, no number, no path."""
    if len(text) < 8 or "://" in text or _WORDS.fullmatch(text):
        return len(text) >= 16 and _is_mixed(text)
    return is_password(text)


def is_login(text: str) -> bool:
    """Return whether a text is a login in base64, as HTTP and Docker write it."""
    try:
        return b":" in b64decode(text, validate=True) or is_key(text)
    except ValueError:
        return is_key(text)


def _is_mixed(text: str) -> bool:
    """Return whether a text of letters is as mixed as a random one."""
    return text.isalnum() and sum(map(str.isupper, text)) >= 4 and sum(map(str.islower, text)) >= 4
