"""The shapes of secrets that what stands around them gives away: names, options of commands, headers, URLs."""

import re
from collections.abc import Callable
from functools import partial

from paicatalog.rules.placeholder import is_key, is_login, is_password, is_short_option
from paicatalog.rules.secret_names import KEY_OWNERS, PASSWORD_NAMES, TOKEN_NAMES
from paicatalog.rules.token_shape import Shape

_QUOTED = (
    r"(?:\\\"([^\"\\\n]{1,512}+)|\\'([^'\\\n]{1,512}+)"
    r"|\"((?:[^\"\\\n]|\\[^\n])[^\"\\\n]{0,512}+(?:\\[^\n][^\"\\\n]{0,99}+){0,3}+)"
    r"|'((?:[^'\\\n]|\\[^\n])[^'\\\n]{0,512}+(?:\\[^\n][^'\\\n]{0,99}+){0,3}+))"
)
"""Text in quotes, which may be escaped themselves; the secret is a group."""
_WORD = (
    r"((?:[^\s\"'`;|&<>()\\]|\\[^\s\"'nrt])[^\s\"'`;|&<>()\\]{0,512}+"
    r"(?:\\[^\s\"'nrt][^\s\"'`;|&<>()\\]{0,99}+){0,3}+)(?![(\[])"
)
_VALUE = rf"(?:{_QUOTED}|{_WORD})"
_WHOLE_WORD = r"([^\s\"'`,;|&<>(){}\[\]\\]{1,512}+)(?=[ \t]{0,9}(?:$|[\"'`,;}\])#\\\n]))"
"""A word that ends a line or a part of it: in a sentence, other words follow."""
_BLANKS = r"(?:[ \t]|\\\n){1,20}"
_NAME_ENDS = r"\d{0,2}(?:\\?[\"'])?\]?[ \t]{0,9}"
_ASSIGNED = rf"(?::?=(?![=~])|=>)[ \t]{{0,9}}[fr]?{_VALUE}"
_MAPPED = rf"[*_]{{0,3}}:[*_]{{0,3}}[ \t]{{0,9}}(?:{_QUOTED}|(?<=[ \t])[*_`]{{0,3}}{_WHOLE_WORD})"
"""In Markdown, the name or the value may be emphasized or marked as code."""
_DEFAULT = r":-([^\s\"'`${}]{1,512}+)\}"
"""The default of a variable: `${TOKEN:-VALUE}`."""
_VALUE_BESIDE = (
    rf"\d{{0,2}}\\?[\"']?[ \t,]{{0,9}}\n?[ \t]{{0,60}}\\?[\"']?\bvalue\\?[\"']?[ \t]{{0,9}}[:=][ \t]{{0,9}}{_VALUE}"
)
"""A name and its value as two entries, as in Kubernetes and XML: `name: TOKEN, value: VALUE`."""
_GIVEN = rf"\d{{0,2}}(?:\\?[\"'])?\]?[ \t]{{0,9}}(?:{_ASSIGNED}|{_MAPPED})"
"""What follows a name: `=VALUE`, `: VALUE` and the like."""
_LOGIN = r"[\"']?[^\s\"':%,]{0,100}"
_P_MEANS_LOGIN = "login mongo mongosh mongodump mongorestore mongoimport mongoexport twine -u --user --username"
"""Words of commands in which `-p` is a password: programs, and the options for a user name."""
_P_MEANS_OTHER = (
    "mysql mysqldump mysqladmin mysqlimport mariadb mariadb-dump mkdir cp run create ssh scp rsync install patch tar nc"
)
"""Commands whose option `-p` is no password, or takes it without a blank."""
_OPTION = re.compile(r"(?:(?<![\w.-])--?[\w.-]*|(?:\bENV|\bconfig(?:ure)? set|\bsetx)\s+[\w.-]*)$", re.ASCII)
"""The beginning of an option, or of a variable that a command sets: its value follows after a blank."""


def _named(
    kind: str, signs: str, accepts: Callable[[str], bool], after: Callable[[str], bool] | None = None
) -> tuple[Shape, ...]:
    """Return the shapes of a secret behind its name: assigned, in a mapping, after an option, and set in other ways."""

    def is_option(before: str) -> bool:
        return (after is None or after(before)) and _OPTION.search(before) is not None

    make = partial(Shape, kind, signs, accepts=accepts, any_case=True, within_words=True)
    around = (_GIVEN, _DEFAULT, _VALUE_BESIDE)
    return *(make(each, after=after) for each in around), make(_BLANKS + _VALUE, after=is_option)


def _begins_word(before: str) -> bool:
    return not before[-1:].isalpha()


def _is_owned(before: str) -> bool:
    return before.lower().rstrip("_-").endswith(KEY_OWNERS)


def _is_secret_access(before: str) -> bool:
    return before.lower().replace("_", "").replace("-", "").endswith("secretaccess")


_AFTER_NAMES = (
    Shape(
        "an AWS secret key",
        "key",
        r"(?:\\?[\"'])?\]?[ \t]{0,9}[=:\s][ \t]{0,9}\\?[\"']?([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+])",
        after=_is_secret_access,
        any_case=True,
        within_words=True,
    ),
    *_named("a password", " ".join(PASSWORD_NAMES), is_password),
    *_named("a password", "pass pw", is_password, _begins_word),
    Shape("a password", "Pass", _GIVEN, accepts=is_password, within_words=True),
    Shape("a password", "password passwd", r">([^<>\s]{3,200})<", accepts=is_password, any_case=True),
    Shape("a password", "password", _BLANKS + _VALUE, accepts=is_password, programs="machine login"),
    Shape("a password", "login", r"[ \t]+[^\s\"']{1,100}\n[ \t]*password[ \t]+([^\s\"']{1,200})", accepts=is_password),
    *_named("a token or key", " ".join(TOKEN_NAMES), is_key),
    *_named("a token or key", "key", is_key, _is_owned),
    Shape("a signature", "signature=", r"([A-Za-z0-9%+/_~-]{40,2000})", any_case=True, within_words=True),
    Shape(
        "an API key",
        "username",
        r"\\?\"\s{0,9}:\s{0,9}\\?\"[^\"\\]{1,100}\\?\"\s{0,9},\s{0,9}\\?\"key\\?\"\s{0,9}:"
        r"\s{0,9}\\?\"([^\"\\\s]{8,200})",
        accepts=is_key,
    ),
    Shape("a registry login", "auth", r"\\?\"\s{0,9}:\s{0,9}\\?\"([A-Za-z0-9+/_-]{8,2000}={0,2})", accepts=is_login),
    Shape(
        "a registry login",
        "_auth",
        r"\s{0,9}=\s{0,9}\"?([A-Za-z0-9+/_-]{8,2000}={0,2})",
        accepts=is_login,
        within_words=True,
    ),
)
_HEADERS = (
    Shape(
        "a password or token in a header",
        "authorization",
        r"\\?[\"']?\s{0,9}[:=,]\s{0,9}\\?[\"']?(?:bearer|basic|token|digest|apikey)\s{1,9}([\w.~+/%-]{6,8000}+={0,2})",
        accepts=is_password,
        any_case=True,
    ),
    Shape(
        "a password or token in a header",
        "authorization",
        r"\\?[\"']?\s{0,9}[:=,]\s{0,9}\\?[\"']?([\w.~+/%-]{8,8000}+={0,2})",
        accepts=is_key,
        any_case=True,
    ),
    Shape("a token in a header", "bearer", r"\s{1,9}([\w.~+/=-]{16,8000})", accepts=is_key, any_case=True),
)
_OPTIONS = (
    Shape("a password in a command", "-p", rf"{_BLANKS}{_VALUE}", accepts=is_password, programs="sshpass"),
    Shape(
        "a password in a command",
        "-p",
        rf"(?:{_BLANKS}|=){_VALUE}",
        accepts=is_short_option,
        programs=_P_MEANS_LOGIN,
        other_programs=_P_MEANS_OTHER,
    ),
    Shape(
        "a password in a command",
        "-p",
        _VALUE,
        accepts=is_short_option,
        programs="mysql mysqldump mysqladmin mysqlimport mariadb mariadb-dump sshpass 7z 7za login",
    ),
    Shape(
        "a password in a command",
        "-u --user --proxy-user -U",
        rf"(?:{_BLANKS}|=)?{_LOGIN}:{_VALUE}",
        accepts=is_short_option,
        programs="curl",
    ),
    Shape(
        "a password in a command",
        "-u --user --proxy-user -U",
        rf"(?:{_BLANKS}|=)?[\"'][^\s\"':]{{0,100}}:([^\"'\n]{{1,200}})",
        accepts=is_short_option,
        programs="curl",
    ),
    Shape(
        "a password in a command",
        "-a --auth",
        rf"(?:{_BLANKS}|=){_LOGIN}:{_VALUE}",
        accepts=is_short_option,
        programs="http https xh xhs",
    ),
    Shape(
        "a password in a command",
        "-a",
        _BLANKS + _VALUE,
        accepts=is_short_option,
        programs="redis-cli",
    ),
    Shape(
        "a password in a command",
        "-U --user",
        rf"(?:{_BLANKS}|=){_LOGIN}%{_VALUE}",
        accepts=is_short_option,
        programs="smbclient rpcclient smbget net",
    ),
    Shape(
        "a password in a command",
        "-u",
        rf"{_BLANKS}{_LOGIN},{_VALUE}",
        accepts=is_short_option,
        programs="lftp",
    ),
    Shape(
        "a password in a command",
        "-P",
        rf"{_BLANKS}{_VALUE}",
        accepts=is_short_option,
        programs="unzip zip sqlcmd bcp",
    ),
    Shape(
        "a password in a command",
        "-w",
        rf"{_BLANKS}{_VALUE}",
        accepts=is_short_option,
        programs="ldapsearch ldapadd ldapmodify ldapwhoami ldapdelete",
    ),
    Shape("a password in a command", "pass:", _WORD, accepts=is_password),
)
_COMMANDS = (
    Shape(
        "a password in a command",
        "echo printf",
        rf"{_BLANKS}(?:-\w{{1,3}}{_BLANKS})?[\"']?[\w.-]{{1,40}}:([^\s\"'|]{{1,200}})[\"']?"
        r"\s{0,9}\|\s{0,9}(?:sudo )?chpasswd",
        accepts=is_password,
    ),
    Shape(
        "a password in a command",
        "echo printf",
        rf"{_BLANKS}(?:-\w{{1,3}}{_BLANKS})?{_VALUE}[\"']?\s{{0,9}}"
        r"\|[^\n|;]{0,200}(?:-stdin|sudo -S|-with-token|\blogin\b)",
        accepts=is_password,
    ),
    Shape(
        "a password in a command",
        "<<<",
        rf"\s{{0,9}}{_VALUE}",
        accepts=is_password,
        programs="--password-stdin --stdin --with-token -S",
    ),
    Shape(
        "a token or key in a command",
        "login",
        rf"{_BLANKS}(?:--?[\w=-]{{1,40}}{_BLANKS}){{0,3}}([\w.-]{{20,200}}+)(?![./:])",
        accepts=is_key,
    ),
    Shape("a token or key", "login(", rf"[^()\n]{{0,80}}?\bkey\s{{0,9}}=\s{{0,9}}{_QUOTED}", accepts=is_key),
)
_URLS = (
    Shape(
        "a password in an Oracle URL",
        "jdbc:oracle:",
        r"\w{1,10}:[^\s/@\"']{1,50}/([^\s@\"']{1,100})@",
        accepts=is_password,
    ),
    Shape(
        "a password in a URL", "://", r"[^\s/:@\"'<>]{0,100}+:([^\s/\"'<>]{1,300})@(?=[\w.\[-])", accepts=is_password
    ),
    Shape(
        "a password in a URL",
        "://",
        r"[^\s/:@\"'<>]{0,100}+:(?!\d{1,5}/)([^\s@\"'<>]{1,300})@(?=[\w.\[-])",
        accepts=is_key,
    ),
    Shape("a token in a URL", "://", r"([^\s/:@\"'<>]{20,300}+):?@(?=[\w.\[-])", accepts=is_key),
)
NAMED_SECRETS = (*_URLS, *_HEADERS, *_COMMANDS, *_OPTIONS, *_AFTER_NAMES)
