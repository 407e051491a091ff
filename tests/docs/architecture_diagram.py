"""The diagram of docs/development/architecture.md, drawn from the layers in pyproject.toml and docstrings of packages.

`python tests/docs/architecture_diagram.py` updates it.
"""

import ast
import textwrap
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
DIAGRAM = ROOT / "docs" / "development" / "architecture.svg"
PACKAGE = "paicatalog"

WIDTH = 840
MARGIN, GAP, PADDING = 16, 10, 10
LINE, CHIP, SPACE = 15, 22, 6
ARROW = "\u2192"
LETTER, CHIP_LETTER = 5.9, 6.8
"""The width of a letter of the text, and of a name on a chip, in pixels."""
LEGEND = "Each package imports only from the layers below it; inside a package, an arrow leads to the next lower layer."
STYLE = """\
  text { font-family: system-ui, sans-serif; font-size: 11.5px; fill: #444; }
  .name { font-weight: 600; font-size: 14px; fill: #1a1a2e; }
  .chip { font-family: ui-monospace, monospace; font-size: 11px; fill: #1a1a2e; }
  .paper { fill: #ffffff; stroke: #d5d8e0; }
  .box { fill: #f3f5fb; stroke: #9aa5c4; }
  .inner { fill: #ffffff; stroke: #c3cbe0; }
"""


@dataclass(frozen=True)
class Box:
    """A top-level package: its purpose, and the layers inside it, if import-linter checks any."""

    name: str
    purpose: str
    layers: tuple[tuple[str, ...], ...]
    weight: int
    """Its share of the width of its row."""

    def lines(self, width: float) -> list[str]:
        return textwrap.wrap(self.purpose, max(int((width - 2 * PADDING) / LETTER), 8))

    def height(self, width: float) -> int:
        chips = len(_rows_of_chips(self.layers, width)) * (CHIP + 4)
        return PADDING * 2 + LINE + 4 + len(self.lines(width)) * LINE + (chips + 4 if self.layers else 0)


def layers_of(container: str) -> tuple[tuple[str, ...], ...]:
    """Return the layers that import-linter checks inside a package, the highest first; () if it checks none."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts: Sequence[Mapping[str, Any]] = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    found = [contract["layers"] for contract in contracts if contract.get("containers") == [container]]
    return tuple(tuple(layer.split(" | ")) for layer in found[0]) if found else ()


def purpose_of(module: str) -> str:
    """Return the first sentence of a module's docstring."""
    path = ROOT.joinpath(*module.split("."))
    source = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    text = " ".join((ast.get_docstring(ast.parse(source.read_text(encoding="utf-8"))) or "").split("\n\n")[0].split())
    end = text.find(". ")
    return text[: end + 1] if end >= 0 else text


def diagram() -> str:
    """Return the diagram as SVG."""
    y = MARGIN + LINE + GAP
    parts = [_text(MARGIN + PADDING, MARGIN + LINE, LEGEND)]
    for layer in layers_of(PACKAGE):
        boxes = [_box(name) for name in layer]
        room = WIDTH - 2 * MARGIN - GAP * (len(boxes) - 1) - 2 * PADDING
        widths = [room * box.weight / sum(other.weight for other in boxes) for box in boxes]
        height = max(box.height(width) for box, width in zip(boxes, widths, strict=True))
        x: float = MARGIN + PADDING
        for box, width in zip(boxes, widths, strict=True):
            parts += _drawn(box, x, y, width, height)
            x += width + GAP
        y += height + GAP
    total = y + MARGIN - GAP + PADDING
    paper = f'<rect class="paper" x="1" y="1" width="{WIDTH - 2}" height="{total - 2}" rx="8"/>'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {total}" width="{WIDTH}" height="{total}">'
    title = f"<title>Layers of {PACKAGE}</title>\n<style>\n{STYLE}</style>"
    return "\n".join([head, title, paper, *parts, "</svg>", ""])


def _box(name: str) -> Box:
    module = f"{PACKAGE}.{name}"
    layers = layers_of(module)
    return Box(name, purpose_of(module), layers, weight=5 if layers else 2)


def _drawn(box: Box, x: float, y: float, width: float, height: float) -> Iterator[str]:
    yield _rect("box", x, y, width, height)
    below = y + PADDING + LINE - 2
    yield _text(x + PADDING, below, box.name, "name")
    below += 4
    for line in box.lines(width):
        below += LINE
        yield _text(x + PADDING, below, line)
    below += 8
    for row in _rows_of_chips(box.layers, width):
        at = x + PADDING
        for chip in row:
            if chip == ARROW:
                yield _text(at, below + LINE, chip)
            else:
                yield _rect("inner", at, below, _chip_width(chip), CHIP)
                yield _text(at + 8, below + LINE, chip, "chip")
            at += _chip_width(chip) + SPACE
        below += CHIP + 4


def _rows_of_chips(layers: Sequence[Sequence[str]], width: float) -> list[list[str]]:
    """Return the modules of layers, the highest layer first and arrows between layers, in rows that fit into a box."""
    rows: list[list[str]] = [[]]
    for name in [chip for at, layer in enumerate(layers) for chip in ([ARROW] if at else []) + list(layer)]:
        used = sum(_chip_width(chip) + SPACE for chip in rows[-1])
        if rows[-1] and used + _chip_width(name) > width - 2 * PADDING:
            rows.append([])
        rows[-1].append(name)
    return rows


def _chip_width(name: str) -> float:
    return 10 if name == ARROW else len(name) * CHIP_LETTER + 16


def _rect(kind: str, x: float, y: float, width: float, height: float) -> str:
    return f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="5"/>'


def _text(x: float, y: float, text: str, kind: str = "") -> str:
    style = f' class="{kind}"' if kind else ""
    return f'<text{style} x="{x:.1f}" y="{y:.1f}">{escape(text)}</text>'


if __name__ == "__main__":
    DIAGRAM.write_text(diagram(), encoding="utf-8")
