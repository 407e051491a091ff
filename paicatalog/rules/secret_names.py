"""Names of variables, options, keys and headers whose values are secret."""

import re
from functools import lru_cache

PASSWORD_NAMES = ("password", "passwd", "passphrase", "passcode", "passwort", "kennwort", "pwd")
TOKEN_NAMES = ("token", "secret", "credential", "credentials")
KEY_OWNERS = (
    "access",
    "account",
    "admin",
    "api",
    "app",
    "application",
    "auth",
    "client",
    "consumer",
    "encryption",
    "function",
    "functions",
    "ingest",
    "kaggle",
    "license",
    "master",
    "private",
    "project",
    "secret",
    "service",
    "shared",
    "signing",
    "ssh",
    "storage",
    "subscription",
    "user",
    "wandb",
)
"""What a key is called that is secret: an API key, but no primary key and no cache key."""
_SECRET_NAME = re.compile(
    r"(?:.*[a-z0-9_.-])?(?:password|passwd|passphrase|passcode|passwort|kennwort|pwd|secret)s?\d{0,2}"
    r"|(?:.*[_.-])?(?:pass|pw|apikey|wandb[_-]?key|api[_-]key|secret[_-]?key|access[_-]?key|auth[_-]?key|auth[_-]?token|credentials?)"
    r"|(?:(?:.*[_.-])?(?:access|api|auth|bearer|bot|deploy|docker|gh|git|github|gitlab|hf|hub|huggingface|id|jwt"
    r"|login|npm|oauth|personal|pypi|refresh|registry|sas|session|slack|user|wandb)[_.-]?)?token",
    re.IGNORECASE,
)
"""A token of text has other names: `pad_token`, `max_token`."""
_LONGEST = 80


@lru_cache(maxsize=4096)
def is_secret_name(name: str) -> bool:
    """Return whether the value of a key or parameter with this name is secret, such as `db_passwd` and `apiToken`."""
    return len(name) <= _LONGEST and _SECRET_NAME.fullmatch(name) is not None
