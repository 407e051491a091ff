from collections.abc import Collection, Iterator
from itertools import takewhile

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place
from paicatalog.rules.ignore_comment import IGNORE, IGNORE_FILE, PREFIXES, IgnoreComment, Word, ignore_comments
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import near, quote

_RULE, _REASON = "RULE", "why it is fine here"
_LONGEST_REASON = 80


@rule(Severity.WARNING, Group.READING, texts=PREFIXES)
def malformed_ignore(document: Document) -> Iterator[Violation]:
    """Finds a comment that should ignore something, but does not: without a reason, or with a rule that there is not.

    ## Why

    `# paicatalog: ignore RULE -- reason` settles a finding. Whoever reads the file next year must see why it is fine,
    and so nothing is ignored without a reason, nor by a comment that nobody can be sure to have understood.

    ## Example

    ```yaml
    protocolVersion: 2
    name: mnist
    type: data
    # paicatalog: ignore version-is-number
    version: "1.0"
    uri:
      - https://example.com/mnist.tar.gz
    ```

    ## Use instead

    ```yaml
    protocolVersion: 2
    name: mnist
    type: data
    # paicatalog: ignore version-is-number -- the cluster of the lab reads numbers
    version: 1.0
    uri:
      - https://example.com/mnist.tar.gz
    ```
    """
    for comment in ignore_comments(document.source):
        # Imported here because the registry imports this module.
        from paicatalog.rules import RULE_BY_ID  # noqa: PLC0415

        yield from _violations(comment, RULE_BY_ID)


def _violations(comment: IgnoreComment, known: Collection[str]) -> Iterator[Violation]:
    violation = _violation_of_comment(comment, known)
    if violation:
        yield violation
        return
    for name in comment.names:
        if name.text not in known:
            yield _violation(comment, name, f"There is no rule {quote(name.text)}.", _correction(comment, name, known))


def _violation_of_comment(comment: IgnoreComment, known: Collection[str]) -> Violation | None:
    """Return a violation about the comment as a whole, if there is one."""
    if not comment.exact:
        message = f"This comment ignores nothing, because it does not begin with `# paicatalog: {IGNORE}`."
        return _violation(comment, comment.command, message, _write(*_guessed(comment, known)))
    if not comment.names:
        message = "This comment names no rule to ignore."
        return _violation(comment, comment.command, message, _write(comment, [], comment.reason))
    if not comment.reason:
        message = "This comment ignores nothing, because it gives no reason."
        return _violation(comment, comment.command, message, _write(*_guessed(comment, known)))
    if comment.whole_file and not comment.head:
        message = f"`{IGNORE_FILE}` stands below the first key, where it ignores nothing."
        return _violation(comment, comment.command, message, "Move this comment to the top of the file.")
    return None


def _guessed(comment: IgnoreComment, known: Collection[str]) -> tuple[IgnoreComment, list[str], str]:
    """Guess rules and reason without a `--`: leading ids of rules are the rules, the rest is the reason."""
    words = [name.text for name in comment.names]
    names = list(takewhile(lambda word: word in known, words))
    reason = " ".join(words[len(names) :]).lstrip("-\u2013\u2014: ")
    if not names and words:
        names = [near(words[0], known) or words[0]]
        reason = " ".join(words[1:]).lstrip("-\u2013\u2014: ")
    return comment, names, comment.reason or reason


def _correction(comment: IgnoreComment, wrong: Word, known: Collection[str]) -> str:
    found = near(wrong.text, known)
    if not found:
        return f"Write the name that `paicatalog validate` gives in brackets: {_text(comment, [], comment.reason)}."
    names = [found if name is wrong else name.text for name in comment.names]
    return f"Did you mean {quote(found)}? {_write(comment, names, comment.reason)}"


def _write(comment: IgnoreComment, names: list[str], reason: str) -> str:
    return f"Write {_text(comment, names, reason)}."


def _text(comment: IgnoreComment, names: list[str], reason: str) -> str:
    command = IGNORE_FILE if comment.command.text.lower().endswith("file") else IGNORE
    shown_reason = reason if reason and len(reason) <= _LONGEST_REASON and "`" not in reason else _REASON
    return f"`# paicatalog: {command} {', '.join(names) or _RULE} -- {shown_reason}`"


def _violation(comment: IgnoreComment, word: Word, message: str, hint: str) -> Violation:
    return Violation(Place((), line=comment.line, column=word.column), message, hint)
