"""Files to documents: read once, every problem collected, nothing raised."""

import os
from io import FileIO
from pathlib import Path
from typing import Any

from paicatalog.protocol.check import check
from paicatalog.protocol.compose import compose
from paicatalog.protocol.construct import construct
from paicatalog.protocol.dialect import Dialect, Recognition, detect, old_reference, recognize
from paicatalog.protocol.document import Document, SourceFile
from paicatalog.protocol.javascript import js_type
from paicatalog.protocol.place import Place
from paicatalog.protocol.plain_yaml import read_plain
from paicatalog.protocol.problem import Problem, ProblemKind

MAXIMUM_SIZE = 1_048_576
"""Bytes. What needs more than a mebibyte describes no job."""

_PIECE = 65_536
_START = Place((), line=1, column=1)
_FOREIGN_MARKS = {b"\xff\xfe": "UTF-16 (little endian)", b"\xfe\xff": "UTF-16 (big endian)"}


def read_document(path: Path, shown: str) -> Document:
    """Read and check the file at `path`; never raises.

    `shown` is how people know the file (`SourceFile.path`). A file that cannot be read, or is larger than
    `MAXIMUM_SIZE`, has no content.
    """
    found = read_source(path, shown)
    return found if isinstance(found, Document) else parse(found)


def read_source(path: Path, shown: str) -> SourceFile | Document:
    """Read the bytes of the file at `path`; a document without content says why there are none. Never raises."""
    try:
        with open(path, "rb", buffering=0) as stream:  # noqa: PTH123 - twice as fast as `path.open`
            content = _content(stream)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return _without_data(SourceFile(shown, b""), Problem(ProblemKind.UNREADABLE_FILE, _START, {"reason": reason}))
    if len(content) > MAXIMUM_SIZE:
        return _without_data(SourceFile(shown, b""), _oversized())
    return SourceFile(shown, content)


def _content(stream: FileIO) -> bytes:
    """Return what is in a file, of a large one as much as shows that it is too large."""
    expected = min(os.fstat(stream.fileno()).st_size, MAXIMUM_SIZE)
    content: bytes = stream.read(expected + 1) or b""
    # It may have grown, or be none that knows its size.
    while len(content) <= MAXIMUM_SIZE and (more := stream.read(_PIECE)):
        content += more
    return content


def parse(source: SourceFile) -> Document:
    """Read and check the bytes of a file as the REST server does: all problems of the first stage with any.

    The stages: encoding, YAML, the dialect, then schema, references and templates together.
    """
    if problem := _check_bytes(source.content):
        return _without_data(source, problem)
    text = source.text
    if (plain := read_plain(source.content, text)) is not None:
        return _checked(source, plain, text)
    found = compose(text)
    if isinstance(found, Problem):
        return _without_data(source, found)
    data, problems = construct(found)
    if problems:
        return Document(source, data, detect(data, text), problems)
    return _checked(source, data, text)


def _checked(source: SourceFile, data: Any, text: str) -> Document:
    recognition = recognize(data, text)
    if recognition.old:
        return _of_old_dialect(source, data, recognition)
    if not isinstance(data, dict):
        problem = Problem(ProblemKind.NOT_A_MAPPING, Place(()), {"found": js_type(data)})
        return Document(source, data, recognition.dialect, (problem,))
    problems = check(data)
    old = old_reference(text) if problems else None
    return _of_old_dialect(source, data, old) if old else Document(source, data, recognition.dialect, problems)


def _of_old_dialect(source: SourceFile, data: Any, found: Recognition) -> Document:
    detail = {"dialect": found.dialect, "sign": found.sign}
    problem = Problem(ProblemKind.OLD_DIALECT, found.place, detail)
    return Document(source, data, found.dialect, (problem,))


def _without_data(source: SourceFile, problem: Problem) -> Document:
    dialect = detect(None, source.text) if source.content else Dialect.UNKNOWN
    return Document(source, None, dialect, (problem,))


def _check_bytes(content: bytes) -> Problem | None:
    if len(content) > MAXIMUM_SIZE:
        return _oversized()
    if found := _FOREIGN_MARKS.get(content[:2]):
        return _bad_encoding(content, found, 0)
    if b"\0" in content:
        return _bad_encoding(content, "text with NUL characters", content.index(b"\0"))
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return _bad_encoding(content, "no valid UTF-8", error.start)
    return None


def _bad_encoding(content: bytes, encoding: str, offset: int) -> Problem:
    before = content[:offset].decode("utf-8", errors="replace").removeprefix("\ufeff")
    place = Place((), line=before.count("\n") + 1, column=len(before) - before.rfind("\n"))
    return Problem(ProblemKind.BAD_ENCODING, place, {"encoding": encoding, "byte": offset})


def _oversized() -> Problem:
    return Problem(ProblemKind.TOO_LARGE, _START, {"reason": "size", "limit": MAXIMUM_SIZE})
