"""Names as people and file systems compare them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paicatalog.rules.publishing.look_alikes import look


@pytest.mark.parametrize(
    "other",
    [
        "GPU-Check",
        "\u0261pu-check",  # script g
        "gpu\u2010check",  # hyphen
        "g\u0440u-check",  # Cyrillic er
        "GPU-\u0421HECK",  # Cyrillic ES
        "\uff47\uff50\uff55\uff0d\uff43\uff48\uff45\uff43\uff4b",  # full-width
        "gpu-che\u200bck",  # zero width space
        "gpu-c\u00adheck",  # soft hyphen
        "\u202egpu-check",  # right-to-left override
        "\U0001d420pu-check",  # mathematical bold g
    ],
)
def test_what_looks_the_same_is_the_same(other: str) -> None:
    assert look(other) == look("gpu-check")


def test_composed_and_decomposed_characters_are_the_same() -> None:
    assert look("caf\u00e9") == look("CAFE\u0301") != look("cafe")


@pytest.mark.parametrize(
    ("one", "other"), [("l1", "ll"), ("O", "0"), ("rn", "m"), ("a-b", "a_b"), ("\u732b", "\u72ac")]
)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert look(one) != look(other)


@given(st.text())
def test_any_text_has_a_look(text: str) -> None:
    assert look(text) == look(text)
