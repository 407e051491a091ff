from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place, Pointer
from paicatalog.rules.ignore_comment import IgnoreComment, Word
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.settings import Ignore
from paicatalog.rules.wording import listed, quote


@rule(Severity.WARNING, Group.READING)
def unused_ignore(document: Document) -> Iterator[Violation]:  # noqa: ARG001
    """Finds an ignore, in a comment or in `mkdocs.yml`, that ignores nothing.

    ## Why

    What it was about has been mended, or it stands at the wrong place. Left where it is, it will hide the next mistake
    of that kind, which nobody has looked at. What was not asked is not judged: a rule that is turned off, and of single
    files the rules that look at the whole catalog.

    ## Example

    ```yaml
    protocolVersion: 2
    name: mnist
    type: data
    # paicatalog: ignore version-is-number -- the cluster of the lab reads numbers
    version: "1.0"
    uri:
      - https://example.com/mnist.tar.gz
    ```

    ## Use instead

    ```yaml
    protocolVersion: 2
    name: mnist
    type: data
    version: "1.0"
    uri:
      - https://example.com/mnist.tar.gz
    ```
    """
    yield from ()  # `suppression.py` makes these findings, because they depend on all others.


def unused_in_comment(comment: IgnoreComment, name: Word) -> Violation:
    """Return the violation of a comment that names a rule without findings there."""
    where = "in this file" if comment.whole_file else _where(comment.lines)
    remedy = "Delete the comment" if len(comment.names) == 1 else f"Delete {quote(name.text)}"
    place = "" if comment.whole_file else ", or put it right above what it is about"
    return Violation(
        Place((), line=comment.line, column=name.column),
        f"The rule {quote(name.text)} finds nothing {where} that this comment could ignore.",
        f"{remedy}{place}.",
    )


def unused_in_configuration(ignore: Ignore, pointer: Pointer) -> Violation:
    """Return the violation of an entry of the configuration that applies to no finding."""
    what = f"of {listed(ignore.rules)} " if ignore.rules else ""
    return Violation(
        Place(pointer),
        f"There is no finding {what}in {quote(ignore.path)} that this entry could ignore.",
        "Delete it, or mend its `path`: it begins at the folder of mkdocs.yml, and `**` stands for any folders.",
    )


def _where(lines: range) -> str:
    if not lines:
        return "below, where nothing stands,"
    return f"on line {lines[0]}" if len(lines) == 1 else f"on lines {lines[0]} to {lines[-1]}"
