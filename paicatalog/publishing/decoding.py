"""Decoding of files for masking: secrets in a file that is not UTF-8 are masked too, and its other bytes stay."""

import codecs
from dataclasses import dataclass

from paicatalog.protocol.document import SourceFile

_UTF_8_MARK = codecs.BOM_UTF8.decode()
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE_SIZE = 1_024


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, without its byte order mark."""

    text: str
    encoding: str
    mark: bytes

    def encoded(self, text: str) -> bytes:
        """Return the bytes of a text in the encoding of the file."""
        return self.mark + text.encode(self.encoding, _errors(self.encoding))


def decode(source: SourceFile) -> Decoded:
    """Return the text of a file. Bytes that are not UTF-8 become lone surrogates."""
    content = source.content
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return Decoded(content[len(mark) :].decode(encoding, _errors(encoding)), encoding, mark)
    guessed = _guessed(content[:_SAMPLE_SIZE]) if b"\0" in content[:_SAMPLE_SIZE] else None
    if guessed:
        return Decoded(content.decode(guessed, _errors(guessed)), guessed, b"")
    text = content.decode("utf-8", "surrogateescape")
    mark = codecs.BOM_UTF8 if text.startswith(_UTF_8_MARK) else b""
    return Decoded(text.removeprefix(_UTF_8_MARK), "utf-8", mark)


def _guessed(sample: bytes) -> str | None:
    """Return the variant of UTF-16 in which every other byte of a sample is zero, as it is in ASCII text."""
    zeros = (sample[::2].count(0), sample[1::2].count(0))
    half = len(sample) // 4
    return "utf-16-le" if zeros[1] > half >= zeros[0] else "utf-16-be" if zeros[0] > half >= zeros[1] else None


def _errors(encoding: str) -> str:
    return "surrogateescape" if encoding == "utf-8" else "replace"
