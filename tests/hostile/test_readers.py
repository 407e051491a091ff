"""Readers take any input: generated here, and what has once failed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readers import READERS

EXAMPLES = 300
"""Of each reader; `tests/bench/fuzz.py` runs any number."""
AT = st.integers(0, 600)


def inputs(name: str) -> st.SearchStrategy[bytes]:
    """Return input of a reader: pieces of its seeds, its words and any bytes, in any order."""
    reader = READERS[name]
    piece = st.sampled_from(reader.seeds).flatmap(
        lambda seed: st.tuples(st.integers(0, len(seed)), st.integers(0, len(seed))).map(
            lambda at: seed[min(at) : max(at)]
        )
    )
    word = st.sampled_from([word.encode() for word in reader.words])
    return st.lists(piece | word | st.binary(max_size=8) | st.just(b"\n") | st.just(b"\r"), max_size=12).map(b"".join)


@pytest.mark.parametrize("name", READERS)
def test_generated_input_is_read(name: str) -> None:
    @settings(max_examples=EXAMPLES)
    @given(inputs(name))
    def read(data: bytes) -> None:
        READERS[name].read(data)

    read()


FAILED_ONCE = {
    "a lone carriage return before a mistake": ("file", b"a: 1\rb:: [\r\r"),
    "lone carriage returns in a key": ("YAML", b"22n:otocolVersei'nqrotocolVersio\r'- n \r'- ioq:"),
    "a carriage return as a value": ("YAML", b"\x16=:\r\r\r\r\r\r\r\r\r\r\r:"),
    "an alias of nothing after an anchor that is set twice": ("YAML", b"a: &x 1\nb: &x 2\nc: *y\n"),
    "a control character after keys without line breaks": ("YAML", b'a: "b" c: "d" e\x7ff: "g" h: i\n'),
    "a change of an unknown form": ("Git log", b"a\0b\0\0\0s\0:1\0a.yaml\0"),
    "a version of 5,000 digits": ("version", b"9" * 5_000),
    "comments with carriage returns between ends of documents": ("file", b"a: 1\n...\n" + b"# x\r\n" * 40 + b"b: 1\n"),
}


@pytest.mark.parametrize("kind", FAILED_ONCE)
def test_what_failed_once_is_read(kind: str) -> None:
    name, data = FAILED_ONCE[kind]
    READERS[name].read(data)
