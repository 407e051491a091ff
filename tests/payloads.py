"""Two hundred texts that would do harm if they were anything but text, for each place where strangers write."""

from collections.abc import Callable

_SEEDS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "</script><script>alert(1)</script>",
    "</title></textarea></style><iframe src=//evil.example>",
    "<!-- -->]]><![CDATA[<b>x</b>",
    "<?php x ?><!DOCTYPE x>",
    "<javascript:alert(1)>",
    "[x](javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](jav&#97;script:alert(1))",
    "![x](https://evil.example/pixel.png)",
    "[x]: javascript:alert(1)\n\n[x]",
    "[![x](data:image/svg+xml,x)](vbscript:x)",
    "`<b>x</b>",
    "``` <b>x</b>\n<i>y</i>\n```",
    "\\`<b>x</b>\\`",
    "a|b\\|<img src=x>|`c",
    "\n\n# heading\n===\n> quote\n1. item",
    "&lt;b&gt;&#x3c;i&#x3e;&amp;",
    "\x1b[31mred\x1b]8;;https://evil.example\x07link",
    "\u202egnp.exe\u2066\u200b\U000e0041",
    "::error file=x::forged\r\n::stop-commands::x",
    "##[add-mask]a%0A::warning::forged,line=1:2",
)
_WRAPS: tuple[Callable[[str], str], ...] = (
    lambda text: text,
    lambda text: f"`{text}`",
    lambda text: f"\n{text}\n",
    lambda text: f"\"'>{text}",
    lambda text: f"\\{text}\\",
    lambda text: f"- **{text}**",
    lambda text: f"x | {text} | y",
    lambda text: f"  {text}`` {text}",
)
PAYLOADS = tuple(wrap(seed) for seed in _SEEDS for wrap in _WRAPS)
assert len(set(PAYLOADS)) == 200
