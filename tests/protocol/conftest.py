"""A job that uses every key, and a fixture that reads text as a file."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from full_job import FULL_JOB

from paicatalog.protocol.document import Document, SourceFile
from paicatalog.protocol.read import parse


@pytest.fixture
def job() -> dict[str, Any]:
    return copy.deepcopy(FULL_JOB)


@pytest.fixture
def read() -> Callable[[str | bytes], Document]:
    def read(content: str | bytes) -> Document:
        return parse(SourceFile("job.yaml", content.encode() if isinstance(content, str) else content))

    return read
