"""Every format of a credential is also found by the quick check that skips files without any."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paicatalog.rules.token_shapes import SHAPES, may_contain_token


@pytest.mark.parametrize("shape", [pytest.param(shape, id=kind) for kind, shape in SHAPES])
def test_the_quick_check_misses_no_format(shape: str) -> None:
    @settings(max_examples=25, deadline=None)
    @given(st.from_regex(shape))
    def check(text: str) -> None:
        assert may_contain_token(text.encode())

    check()
