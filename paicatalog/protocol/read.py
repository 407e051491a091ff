"""Reading of files into documents: each file is read once, every problem is collected, and nothing is raised."""

import os
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

from paicatalog.protocol.check import find_problems
from paicatalog.protocol.dialect import Dialect, Recognition, detect, old_reference, recognize
from paicatalog.protocol.document import Document, SourceFile
from paicatalog.protocol.javascript.values import js_type
from paicatalog.protocol.place import Place
from paicatalog.protocol.problem import Problem, ProblemKind
from paicatalog.protocol.yaml.construct import construct
from paicatalog.protocol.yaml.fast_reader import read_simple_yaml
from paicatalog.protocol.yaml.json_comments import with_yaml_comments
from paicatalog.protocol.yaml.nodes import compose_yaml

MAXIMUM_SIZE = 1_048_576
"""Bytes. A file larger than a mebibyte describes no job."""

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Opening a pipe without a writer does not block, and line endings are not converted."""
_CHUNK_SIZE = 65_536
_SAMPLE_SIZE = 1_024
"""Bytes that are enough to recognize the encoding of the rest."""
_START = Place((), line=1, column=1)
_BYTE_ORDER_MARKS = {
    b"\xff\xfe\0\0": "UTF-32 (little endian)",
    b"\0\0\xfe\xff": "UTF-32 (big endian)",
    b"\xff\xfe": "UTF-16 (little endian)",
    b"\xfe\xff": "UTF-16 (big endian)",
}


def read_document(path: Path, shown_path: str) -> Document:
    """Read and check the file at `path`; never raises.

    `shown_path` is the path for users (`SourceFile.path`). The document of a file that cannot be read, or is larger
    than `MAXIMUM_SIZE`, has no content.
    """
    found = read_source(path, shown_path)
    return found if isinstance(found, Document) else parse(found)


def read_source(path: Path | str, shown_path: str) -> SourceFile | Document:
    """Read the bytes of the file at `path`; never raises.

    Return a document without content, whose problem is the reason, if the file cannot be read or is too large.
    """
    try:
        handle = os.open(path, _FLAGS)  # Four times as fast as `path.open`.
        try:
            status = os.fstat(handle)
            if reason := _reason_not_to_read(status.st_mode, handle, path):
                return _unreadable(shown_path, reason)
            content = _read_content(handle, status.st_size)
        finally:
            os.close(handle)
    except (OSError, ValueError) as error:
        return _unreadable(shown_path, getattr(error, "strerror", None) or str(error))
    if len(content) > MAXIMUM_SIZE:
        return _document_without_data(SourceFile(shown_path, b""), _too_large())
    return SourceFile(shown_path, content)


def _reason_not_to_read(mode: int, handle: int, path: Path | str) -> str | None:
    """Return why an open file is not read (it may never end), or None if it can be tried.

    Directories are tried as well: reading one fails with its own error. A pipe below `/dev` or `/proc` was made by a
    shell (`<(command)`), so it has a writer.
    """
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        return None
    if stat.S_ISFIFO(mode) and Path(path).parts[:2] in (("/", "dev"), ("/", "proc")):
        os.set_blocking(handle, True)
        return None
    return "it is a pipe, not a file" if stat.S_ISFIFO(mode) else "it is a device, not a file"


def _unreadable(shown_path: str, reason: str) -> Document:
    return _document_without_data(
        SourceFile(shown_path, b""), Problem(ProblemKind.UNREADABLE_FILE, _START, {"reason": reason})
    )


def _read_content(handle: int, size: int) -> bytes:
    """Return the content of a file of `size` bytes, or of a too large one only enough to show that it is too large."""
    content = os.read(handle, min(size, MAXIMUM_SIZE) + 1)
    # The file may have grown, or not have reported its size (a pipe).
    while len(content) <= MAXIMUM_SIZE and (more := os.read(handle, _CHUNK_SIZE)):
        content += more
    return content


def parse(source: SourceFile) -> Document:
    """Parse and check the bytes of a file as the REST server does; report all problems of the first stage with any.

    The stages: encoding; YAML; dialect; then repeated keys, schema, references and templates together.
    """
    if problem := _check_bytes(source.content):
        return _document_without_data(source, problem)
    text = source.text
    if plain := read_simple_yaml(source.content, text):
        return _checked(source, plain.data, text, plain.keys)
    found = compose_yaml(text)
    if isinstance(found, Problem):
        return _json_with_comments(source) or _document_without_data(source, found)
    data, problems = construct(found)
    if any(problem.kind is not ProblemKind.DUPLICATE_KEY for problem in problems):
        return Document(source, data, detect(data, text), problems)
    document = _checked(source, data, text)
    # The value of a repeated key is the first one: the rest of the file can be checked nevertheless.
    return replace(document, problems=(*problems, *document.problems)) if problems else document


def read_data(source: SourceFile) -> Any:
    """Return the data of a file that `parse` finds no problem in, without checking that again."""
    text = source.text
    if plain := read_simple_yaml(source.content, text):
        return plain.data
    found = compose_yaml(text)
    return None if isinstance(found, Problem) else construct(found)[0]


def _checked(source: SourceFile, data: Any, text: str, keys: frozenset[str] | None = None) -> Document:
    recognition = recognize(data, text)
    if recognition.old:
        return _old_dialect_document(source, data, recognition)
    if not isinstance(data, dict):
        problem = Problem(ProblemKind.NOT_A_MAPPING, Place(()), {"found": js_type(data)})
        return Document(source, data, recognition.dialect, (problem,))
    problems = find_problems(data)
    old = old_reference(text) if problems else None
    if old:
        return _old_dialect_document(source, data, old)
    return Document(source, data, recognition.dialect, problems, keys)


def _old_dialect_document(source: SourceFile, data: Any, found: Recognition) -> Document:
    detail = {"dialect": found.dialect, "sign": found.sign}
    problem = Problem(ProblemKind.OLD_DIALECT, found.place, detail)
    return Document(source, data, found.dialect, (problem,))


def _json_with_comments(source: SourceFile) -> Document | None:
    """Return the document of a file of version 1 that only its comments prevent from being YAML."""
    recognition = recognize(None, source.text)
    found = compose_yaml(with_yaml_comments(source.text)) if recognition.dialect is Dialect.V1 else None
    if found is None or isinstance(found, Problem):
        return None
    data, problems = construct(found)
    return None if problems else _old_dialect_document(source, data, recognition)


def _document_without_data(source: SourceFile, problem: Problem) -> Document:
    dialect = detect(None, source.text) if source.content else Dialect.UNKNOWN
    return Document(source, None, dialect, (problem,))


def _check_bytes(content: bytes) -> Problem | None:
    if len(content) > MAXIMUM_SIZE:
        return _too_large()
    if found := _BYTE_ORDER_MARKS.get(content[:4]) or _BYTE_ORDER_MARKS.get(content[:2]):
        return _bad_encoding(content, found, 0)
    if b"\0" in content:
        if found := _guess_utf_16(content[:_SAMPLE_SIZE]):
            return _bad_encoding(content, found, 0)
        return _bad_encoding(content, "text with NUL characters", content.index(b"\0"))
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return _bad_encoding(content, "no valid UTF-8", error.start)
    return None


def _guess_utf_16(sample: bytes) -> str | None:
    """Return the UTF-16 variant that a sample most likely is: in mostly ASCII text, every other byte is a NUL."""
    even, odd = sample[::2], sample[1::2]
    if odd and odd.count(0) > len(odd) * 0.8 and not even.count(0):
        return "UTF-16 (little endian)"
    if even and even.count(0) > len(even) * 0.8 and not odd.count(0):
        return "UTF-16 (big endian)"
    return None


def _bad_encoding(content: bytes, encoding: str, offset: int) -> Problem:
    before = content[:offset].decode("utf-8", errors="replace").removeprefix("\ufeff")
    place = Place((), line=before.count("\n") + 1, column=len(before) - before.rfind("\n"))
    return Problem(ProblemKind.BAD_ENCODING, place, {"encoding": encoding, "byte": offset})


def _too_large() -> Problem:
    return Problem(ProblemKind.TOO_LARGE, _START, {"reason": "size", "limit": MAXIMUM_SIZE})
