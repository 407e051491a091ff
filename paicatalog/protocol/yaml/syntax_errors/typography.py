"""Signs of typography and of East Asian text that look like those of YAML and of shells."""

import re

QUOTES = {**dict.fromkeys("“”„‟«»＂", '"'), **dict.fromkeys("‘’‚‛＇", "'")}
"""Quotes, and what is meant."""
DASHES = dict.fromkeys("‐‑‒–—―−－", "-")
BLANKS = dict.fromkeys(
    "\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "
)
FULL_WIDTH = dict(zip("：；，｜＆＞＜＄＃＝｛｝［］＊～＼／", ":;,|&><$#={}[]*~\\/", strict=True))
SIGNS = {**QUOTES, **DASHES, **BLANKS, **FULL_WIDTH}
"""What each sign is taken for."""

_BLANK = f"[ {''.join(BLANKS)}]"
_AT_KEY = re.compile(
    rf"(?P<indent>{_BLANK}*)(?P<dash>(?:[-{''.join(DASHES)}•]{_BLANK}+)*)"
    rf"(?P<key>[\"'{''.join(QUOTES)}]?[A-Za-z_][\w.-]*[\"'{''.join(QUOTES)}]?)(?P<colon>{_BLANK}*[:：])(?P<rest>.*)"
)
_AT_ITEM = re.compile(rf"(?P<indent>{_BLANK}*)(?P<dash>[-{''.join(DASHES)}•](?:{_BLANK}+|(?=[^\s\w-])))(?P<rest>\S.*)")
_BRACKET = re.compile(r"[\[{]")
_IN_FLOW = re.compile("[：，]")
_TRANSLATED = str.maketrans({**QUOTES, **DASHES, **BLANKS, "：": ":", "•": "-"})


def name_of(sign: str) -> str:
    """Return a sign in words that can be seen: itself, or the name of a space."""
    return "a no-break space" if sign == "\xa0" else "a wide space" if sign in BLANKS else f"`{sign}`"


def plain_name_of(sign: str) -> str:
    """Return in words what to write instead of a sign."""
    plain = SIGNS.get(sign, "-")
    return "a plain space" if plain == " " else "`:` and a space" if plain == ":" else f"`{plain}`"


def plain_line(line: str) -> str | None:
    """Return a line with the plain signs in place of others where YAML needs them: in the indent, as the dash of an
    item, around a key, behind it, and around a value; None if there are none."""
    match = _AT_KEY.fullmatch(line) or _AT_ITEM.fullmatch(line)
    if match is None:
        return None
    parts = match.groupdict()
    rest = _plain_value(parts.pop("rest"))
    head = "".join(parts.values()).translate(_TRANSLATED)
    if "：" in (parts.get("colon") or "") and rest[:1].strip():
        head += " "
    return head + rest if head + rest != line else None


def plain_flow(line: str) -> str | None:
    """Return a line that has brackets with plain signs for `：` and `，`; None if it has no such signs."""
    if not _BRACKET.search(line) or not _IN_FLOW.search(line):
        return None
    return _IN_FLOW.sub(lambda found: ": " if found[0] == "：" else ",", line)


def first_sign(old: str, new: str) -> tuple[int, str]:
    """Return the first character of `old` (index, character) that is another one in `new`."""
    return next((index, sign) for index, sign in enumerate(old) if new[index : index + 1] != sign)


def _plain_value(rest: str) -> str:
    value = rest.strip()
    if len(value) > 1 and value[0] in QUOTES and value[-1] in QUOTES and QUOTES[value[0]] == QUOTES[value[-1]]:
        return rest.replace(value, f"{QUOTES[value[0]]}{value[1:-1]}{QUOTES[value[0]]}")
    blanks = len(rest) - len(rest.lstrip("".join(BLANKS) + " "))
    return rest[:blanks].translate(_TRANSLATED) + rest[blanks:]
