"""Drawing of a pipeline as SVG in the two forms of `graph_svg.py`: stages from left to right, or from top to bottom."""

from collections.abc import Mapping, Sequence
from itertools import count

from markupsafe import Markup

from paicatalog.catalog.component import Identity
from paicatalog.site.lineage.graph_svg import (
    BOX_HEIGHT,
    BOX_WIDTH,
    GAP,
    LINE_MARGIN,
    Address,
    Box,
    horizontal_path,
    svg,
    vertical_path,
)
from paicatalog.site.lineage.job_pipeline import JobPipeline, Stage
from paicatalog.site.theme.language import gettext, ngettext

_COLUMN_GAP = 64
"""Width of the space between two stages."""
_LANES = (14, 8, 2)
"""The x coordinates of vertical lines in the tall form, used in turn so that adjacent lines do not overlap."""

_Row = tuple[str, str, str, str, str, Identity | None]
"""Name, words, kind, URL, version, and the job; None for the box with the number of jobs left out."""


def job_pipeline_svg(pipeline: JobPipeline, address: Address, *, title: str) -> Markup:
    """Return the drawing in both forms; the page's styles show one. `title` is the label for assistive technology."""
    columns = _columns(pipeline, address)
    return _wide(pipeline, columns, title) + _tall(pipeline, columns, title)


def _columns(pipeline: JobPipeline, address: Address) -> list[list[_Row]]:
    through: dict[Identity, list[str]] = {}
    for step in pipeline.steps:
        through.setdefault(step.end, []).append(step.through)
    columns = [_column(stage, through, address) for stage in pipeline.stages]
    if pipeline.more_stages:
        words = ngettext("and %(num)s more stage", "and %(num)s more stages", pipeline.more_stages)
        columns.append([(words, "", "more", f"{address(pipeline.last)}#lineage", "", None)])
    return columns


def _column(stage: Stage, through: Mapping[Identity, list[str]], address: Address) -> list[_Row]:
    rows: list[_Row] = [
        (job.name, _words(through.get(job, [])), job.type.value, address(job), job.version or "", job)
        for job in stage.jobs
    ]
    if stage.more:
        rows.append(
            (
                gettext("and %(count)s more", count=f"{stage.more:,}"),
                "",
                "more",
                f"{address(stage.jobs[0])}#lineage",
                "",
                None,
            )
        )
    return rows


def _words(through: Sequence[str]) -> str:
    names = list(dict.fromkeys(through))
    if len(names) > 1:
        return gettext("reads %(name)s and %(count)s more", name=names[0], count=len(names) - 1)
    return gettext("reads %(name)s", name=names[0]) if names else ""


def _wide(pipeline: JobPipeline, columns: Sequence[Sequence[_Row]], title: str) -> Markup:
    height = max(map(len, columns)) * (BOX_HEIGHT + GAP) - GAP
    boxes: list[Box] = []
    placed: dict[Identity, Box] = {}
    for at, column in enumerate(columns):
        top = (height - len(column) * (BOX_HEIGHT + GAP) + GAP) // 2
        for number, (*words, job) in enumerate(column):
            box = Box(at * (BOX_WIDTH + _COLUMN_GAP), top + number * (BOX_HEIGHT + GAP), *words)
            boxes.append(box)
            if job:
                placed[job] = box
    lines = [horizontal_path(placed[step.start], placed[step.end]) for step in pipeline.steps]
    return svg("wide", (0, 0, len(columns) * (BOX_WIDTH + _COLUMN_GAP) - _COLUMN_GAP, height), title, lines, boxes)


def _tall(pipeline: JobPipeline, columns: Sequence[Sequence[_Row]], title: str) -> Markup:
    boxes: list[Box] = []
    placed: dict[Identity, Box] = {}
    height = 0
    for column in columns:
        for *words, job in column:
            boxes.append(Box(LINE_MARGIN, height, *words))
            height += BOX_HEIGHT + GAP
            if job:
                placed[job] = boxes[-1]
    numbers = count()
    lanes: dict[Identity, int] = {}
    for step in pipeline.steps:
        if step.start not in lanes:
            lanes[step.start] = _LANES[next(numbers) % len(_LANES)]
    lines = [vertical_path(placed[step.start], placed[step.end], lane=lanes[step.start]) for step in pipeline.steps]
    return svg("tall", (0, 0, LINE_MARGIN + BOX_WIDTH, height - GAP), title, lines, boxes)
