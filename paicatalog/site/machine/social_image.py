"""Drawing of social images, which messengers and social networks show beside a link: a component's name in large type.

1200 by 630 pixels, as readers of OpenGraph (https://ogp.me) expect. Pillow draws the text with its built-in font.
"""

import io
import re
from collections.abc import Iterable, Mapping
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from paicatalog.protocol.component_type import ComponentType
from paicatalog.site.theme.type_names import TYPE_WORDS

WIDTH, HEIGHT = 1200, 630
_MARGIN, _BAND = 88, 18
TYPE_COLORS: Mapping[ComponentType, tuple[int, int, int]] = {
    ComponentType.JOB: (67, 56, 202),
    ComponentType.DATA: (15, 107, 99),
    ComponentType.SCRIPT: (154, 52, 18),
    ComponentType.DOCKERIMAGE: (7, 95, 148),
    ComponentType.OUTPUT: (150, 25, 159),
}
"""The light colors of types in `assets/colors.css`."""
_PAPER, _INK = (255, 255, 255), (27, 31, 41)
_LARGEST, _SMALLEST = 104, 48
_ONE_LINE = 72
"""The smallest font size at which a name is tried on a single line."""
_LETTERS = re.compile("[!-~\u00a1-\u017f\u2013\u2014\u2018\u2019\u201c\u201d\u2026]")
_LINES = 3


def social_image(type_: ComponentType, name: str, summary: str, site_name: str) -> bytes:
    """Return a component's social image as PNG.

    Characters that the font lacks are left out; the link's title contains them anyway.
    """
    image = Image.new("L", (WIDTH, HEIGHT), 255)
    draw = ImageDraw.Draw(image)
    draw.text((_MARGIN, 84), TYPE_WORDS[type_][0].upper(), fill=96, font=_font(34))
    y = _draw_name(draw, _drawable(name))
    for line in _wrapped(_drawable(summary), _font(38), 2):
        draw.text((_MARGIN, y), line, fill=80, font=_font(38))
        y += 54
    draw.text((_MARGIN, HEIGHT - 80), _drawable(site_name), fill=110, font=_font(32))
    image.putpalette(_palette(TYPE_COLORS[type_]))
    # One shade is reserved for the band; text is never drawn with it.
    ImageDraw.Draw(image).rectangle((0, 0, WIDTH, _BAND), fill=_BAND_SHADE)
    content = io.BytesIO()
    image.save(content, "PNG", compress_level=6)
    return content.getvalue()


_BAND_SHADE = 1


def _draw_name(draw: ImageDraw.ImageDraw, name: str) -> int:
    """Draw the name in the largest font that fits; return the y coordinate of the next line."""
    sizes = range(_LARGEST, _SMALLEST - 1, -8)
    tries = [(1, size) for size in sizes if size >= _ONE_LINE] + [(_LINES, size) for size in sizes]
    for most, size in tries:
        lines = _wrapped(name, _font(size), most)
        if not lines[-1].endswith("\u2026"):
            break
    y = 150
    for line in lines:
        draw.text((_MARGIN, y), line, fill=8, font=_font(size))
        y += int(size * 1.18)
    return y + 26


def _wrapped(text: str, font: ImageFont.FreeTypeFont, most: int) -> list[str]:
    """Return a text as at most `most` lines, the last one ending in "…" if it was cut.

    Lines are broken after spaces, `-`, `_`, `.` and `/`, and within words of 20 or more characters.
    """
    lines = [""]
    for piece in _pieces(text):
        if font.getlength((lines[-1] + piece).rstrip()) <= WIDTH - 2 * _MARGIN:
            lines[-1] += piece
        elif len(lines) == most:
            return [*lines[:-1], f"{lines[-1].rstrip()}\u2026"]
        else:
            lines.append(piece.lstrip())
    return [line.rstrip() for line in lines]


def _pieces(text: str) -> Iterable[str]:
    piece = ""
    for letter in text:
        piece += letter
        if letter in " -_./" or len(piece) >= 20:
            yield piece
            piece = ""
    yield piece


def _drawable(text: str) -> str:
    """Return `text` without the characters that the font lacks."""
    known = (letter for letter in text if letter.isspace() or _LETTERS.fullmatch(letter))
    return " ".join("".join(known).split())[:300]


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)  # Pillow's wheels bring FreeType
    return font


@cache
def _palette(color: tuple[int, int, int]) -> list[int]:
    """Return the RGB palette of shades from ink (0) to paper (255), with `color` as shade `_BAND_SHADE`."""
    shades = [
        round(ink + (paper - ink) * shade / 255)
        for shade in range(256)
        for ink, paper in zip(_INK, _PAPER, strict=True)
    ]
    shades[3 * _BAND_SHADE : 3 * _BAND_SHADE + 3] = color
    return shades
