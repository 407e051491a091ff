from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place
from paicatalog.rules.rule import Group, rule

_MARK = b"\xef\xbb\xbf"


@rule(Severity.NOTE, Group.READING)
def byte_order_mark(document: Document) -> Iterator[Violation]:
    """Finds a byte order mark at the beginning of a file.

    ## Why

    Some editors put these three invisible bytes before the first key. OpenPAI passes them over, but other programs
    that read or join the file take them for a part of that key.

    ## Example

    ```text
    ⟨BOM⟩protocolVersion: 2
    name: mnist
    type: data
    ```

    ## Use instead

    ```yaml
    protocolVersion: 2
    name: mnist
    type: data
    ```
    """
    if document.source.content.startswith(_MARK) and document.valid:
        hint = r"Save it as UTF-8 without it, or type `sed -i '1s/^\xEF\xBB\xBF//' FILE`."
        yield Violation(Place((), line=1, column=1), "The file begins with a byte order mark.", hint)
