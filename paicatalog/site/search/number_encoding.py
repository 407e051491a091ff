"""Encoding of lists of numbers in base 64; `assets/search.js` decodes them."""

from collections.abc import Sequence
from itertools import pairwise

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"


def encode_ascending(numbers: Sequence[int]) -> str:
    """Encode strictly ascending numbers from 0 as the gaps between them, minus one.

    A gap is written in digits of 5 bits, the lowest first; 32 is added to all but the last digit of a gap. Most gaps
    thus take one character.
    """
    return "".join([_GAPS[after - before] for before, after in pairwise([-1, *numbers])])


def encode_order(numbers: Sequence[int]) -> str:
    """Encode a permutation of the numbers below `len(numbers)`, each with `order_width` digits, the highest first."""
    width = order_width(len(numbers))
    return "".join("".join(DIGITS[number >> 6 * place & 63] for place in reversed(range(width))) for number in numbers)


def order_width(count: int) -> int:
    """Return the number of digits for each of the numbers below `count`."""
    return max((max(count - 1, 0).bit_length() + 5) // 6, 1)


class _Gaps(dict[int, str]):
    """Difference of two neighbors -> its code, cached: an index has millions of gaps with few different values."""

    def __missing__(self, difference: int) -> str:
        gap, code = difference - 1, ""
        while gap > 31:
            code += DIGITS[32 + (gap & 31)]
            gap >>= 5
        self[difference] = code + DIGITS[gap]
        return self[difference]


_GAPS = _Gaps()
