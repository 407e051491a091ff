"""Problems: what reading and validating a file finds, before a rule turns it into a message."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from paicatalog.protocol.place import Place


class ProblemKind(StrEnum):
    """Why the protocol refuses a file. The rule of the same name in `rules/` turns a problem into a message."""

    # Reading: there may be no data at all.
    UNREADABLE_FILE = "unreadable-file"
    """detail: reason (str)."""
    BAD_ENCODING = "bad-encoding"
    """detail: encoding (str: what was found), byte (int offset)."""
    YAML_SYNTAX = "yaml-syntax"
    """detail: problem (str), context (str | None): the parser's message; cause (SyntaxCause), its detail, if known."""
    DUPLICATE_KEY = "duplicate-key"
    """detail: key (str), first (Place), also (tuple[str, ...]: more keys that are repeated from here on)."""
    SEVERAL_DOCUMENTS = "several-documents"
    """detail: none; the place is where the second document starts."""
    TOO_LARGE = "too-large"
    """detail: reason (str: size, nesting, number of values or alias expansion), limit (int)."""
    NOT_A_MAPPING = "not-a-mapping"
    """detail: found (str: the value's type in words)."""
    OLD_DIALECT = "old-dialect"
    """detail: dialect (Dialect), sign (str: the key or text that identifies it)."""

    # The schema.
    MISSING_KEY = "missing-key"
    """detail: key (str), parent (str: the mapping that lacks it, in words), known (tuple[str, ...]: the keys that the
    parent may have). The place is the parent or, if known, the key `written` instead or the key `before` which it
    belongs; that key is then in the detail."""
    UNKNOWN_KEY = "unknown-key"
    """detail: key (str), allowed (tuple[str, ...]), meant (Pointer: where it belongs, if known). The place is
    the key."""
    WRONG_TYPE = "wrong-type"
    """detail: found (str), expected (tuple[str, ...]), both in words; value; beside (str: a key on the same level that
    belongs inside the value, if known)."""
    BAD_VALUE = "bad-value"
    """detail: value, allowed (tuple[Any, ...])."""
    OUT_OF_RANGE = "out-of-range"
    """detail: value, minimum (int)."""
    EMPTY_VALUE = "empty-value"
    """A list or mapping that needs at least one entry. detail: what (str)."""
    BAD_NAME = "bad-name"
    """detail: value (str), pattern (str), what (str: component, task role, port label, ...). The place may
    be a key."""
    TOO_LONG = "too-long"
    """detail: value (str), maximum (int), what (str)."""

    # References inside one file.
    DUPLICATE_PREREQUISITE = "duplicate-prerequisite"
    """detail: type (str), name (str), first (Place)."""
    DUPLICATE_DEPLOYMENT = "duplicate-deployment"
    """detail: name (str), first (Place)."""
    UNRESOLVED_PREREQUISITE = "unresolved-prerequisite"
    """detail: role (str), field (str), name (str), type (str | None: None means any),
    candidates (tuple[str, ...])."""
    UNRESOLVED_DEPLOYMENT = "unresolved-deployment"
    """detail: name (str), candidates (tuple[str, ...])."""

    # Templates.
    TEMPLATE_SYNTAX = "template-syntax"
    """detail: problem (str), tag (str)."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why a file is not valid: what, where, and the values that the message needs."""

    kind: ProblemKind
    place: Place
    detail: Mapping[str, Any] = field(default_factory=dict)
    """Values by name, as listed at each kind; also moves (tuple[Move, ...]) if the problem explains others."""
