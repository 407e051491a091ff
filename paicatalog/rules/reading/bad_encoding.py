from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.problem import ProblemKind
from paicatalog.rules.protocol_problem import problems
from paicatalog.rules.rule import Group, rule


@rule(Severity.ERROR, Group.READING)
def bad_encoding(document: Document) -> Iterator[Violation]:
    """Finds files that are not UTF-8 text.

    ## Why

    OpenPAI and YAML tools read protocol files as UTF-8. Editors on Windows may save UTF-16 or a regional
    encoding; then letters are garbled, or nothing can be read at all.

    ## Example

    ```text
    A file saved as "Unicode" (UTF-16) by a text editor.
    ```

    ## Use instead

    ```yaml
    protocolVersion: 2
    name: mnist
    type: data
    uri:
      - https://example.com/mnist.tar.gz
    ```
    """
    for problem in problems(document, ProblemKind.BAD_ENCODING):
        found, offset = problem.detail.get("encoding", "not UTF-8"), problem.detail.get("byte", 0)
        message = f"The file is {found}{f', see byte {offset}' if offset else ''}; a protocol file is UTF-8 text."
        yield Violation(problem.place, message, _remedy(str(found)))


def _remedy(found: str) -> str:
    if "NUL" in found:
        return r"If it is text, delete them: `tr -d '\000' <FILE >NEW`; if it is binary data, it belongs elsewhere."
    source = found.split(maxsplit=1)[0] if found.startswith("UTF-") else "WINDOWS-1252"
    if "endian" in found:
        source += "LE" if "little" in found else "BE"
    return f"Save it as UTF-8 in your editor, or try `iconv -f {source} -t UTF-8 FILE >NEW`."
