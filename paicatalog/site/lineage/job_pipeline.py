"""Pipelines: jobs connected by data (the output of one is the data of another), in the stages in which they run."""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from paicatalog.catalog.catalog import Catalog
from paicatalog.catalog.component import Identity

MOST_STAGES = 5
MOST_JOBS_OF_A_STAGE = 6
"""More are counted but not drawn, so that drawings stay readable."""


@dataclass(frozen=True, slots=True)
class Step:
    """A connection between two jobs: `end` reads an output of `start`."""

    start: Identity
    end: Identity
    through: str
    """The name of the output."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Jobs that can run at the same time, those with the most steps to other jobs first."""

    jobs: tuple[Identity, ...]
    more: int
    """The number of jobs left out."""


@dataclass(frozen=True, slots=True)
class JobPipeline:
    """All jobs that are directly or indirectly connected by steps, cut to a size that can be drawn."""

    stages: tuple[Stage, ...]
    more_stages: int
    """The number of stages left out at the end."""
    steps: tuple[Step, ...]
    """The steps between jobs in `stages`."""
    jobs: int
    """The number of all jobs, including those left out."""
    last: Identity
    """A job of the last stage, drawn or not."""

    @property
    def length(self) -> int:
        return len(self.stages) + self.more_stages


def job_pipelines(catalog: Catalog) -> list[JobPipeline]:
    """Return the pipelines of a catalog, the longest first.

    Only newest versions of jobs are included; each of them is in at most one pipeline.
    """
    steps = _steps(catalog)
    found = [_pipeline(group) for group in _connected_steps(steps)]
    return sorted(found, key=lambda pipeline: (-pipeline.length, -pipeline.jobs, _name(pipeline)))


def _name(pipeline: JobPipeline) -> str:
    return pipeline.stages[0].jobs[0].name


def _steps(catalog: Catalog) -> list[Step]:
    """Return one step for each connected pair of jobs, named after the first of several outputs between them."""
    newest = {component.identity for component in catalog.components if _is_newest(component.identity, catalog)}
    found: dict[tuple[Identity, Identity], Step] = {}
    for flow in catalog.flows:
        if {flow.producer, flow.consumer} <= newest:
            step = Step(flow.producer, flow.consumer, flow.output.identity.name)
            found.setdefault((step.start, step.end), step)
    return list(found.values())


def _is_newest(identity: Identity, catalog: Catalog) -> bool:
    return catalog.versions_of(identity.type, identity.name)[0].identity == identity


def _connected_steps(steps: Iterable[Step]) -> Iterator[list[Step]]:
    """Yield the steps of each group of connected jobs."""
    by_job: dict[Identity, list[Step]] = defaultdict(list)
    for step in steps:
        by_job[step.start].append(step)
        by_job[step.end].append(step)
    seen: set[Identity] = set()
    for job in sorted(by_job, key=_order):
        if job not in seen:
            group = _connected_jobs(job, by_job, seen)
            yield [step for member in group for step in by_job[member] if step.start == member]


def _connected_jobs(job: Identity, by_job: Mapping[Identity, list[Step]], seen: set[Identity]) -> list[Identity]:
    seen.add(job)
    group = [job]
    for member in group:
        for near in sorted({end for step in by_job[member] for end in (step.start, step.end)} - seen, key=_order):
            seen.add(near)
            group.append(near)
    return group


def _pipeline(steps: list[Step]) -> JobPipeline:
    passed = Counter(step.start for step in steps)
    stage_of = _stages(steps)
    by_stage: dict[int, list[Identity]] = defaultdict(list)
    for job in sorted(stage_of, key=lambda job: (-passed[job], _order(job))):
        by_stage[stage_of[job]].append(job)
    # The box with the number of stages left out takes the place of a stage.
    shown_stages = len(by_stage) if len(by_stage) <= MOST_STAGES else MOST_STAGES - 1
    stages = tuple(_stage(by_stage[at]) for at in range(shown_stages))
    shown = {job for stage in stages for job in stage.jobs}
    forward = (step for step in steps if stage_of[step.start] < stage_of[step.end])
    return JobPipeline(
        stages=stages,
        more_stages=len(by_stage) - len(stages),
        steps=tuple(step for step in forward if {step.start, step.end} <= shown),
        jobs=len(stage_of),
        last=by_stage[len(by_stage) - 1][0],
    )


def _stage(jobs: list[Identity]) -> Stage:
    return Stage(tuple(jobs[:MOST_JOBS_OF_A_STAGE]), max(len(jobs) - MOST_JOBS_OF_A_STAGE, 0))


def _stages(steps: Iterable[Step]) -> Mapping[Identity, int]:
    """Return the stage of each job: one after the last stage of the jobs that it reads from.

    Of a cycle of jobs, the first one by name is taken as its beginning.
    """
    after: dict[Identity, list[Identity]] = defaultdict(list)
    waits: Counter[Identity] = Counter()
    for step in steps:
        after[step.start].append(step.end)
        waits[step.end] += 1
        waits[step.start] += 0
    stages: dict[Identity, int] = {}
    earliest: Counter[Identity] = Counter()
    ready = deque(sorted((job for job in waits if not waits[job]), key=_order))
    rest = deque(sorted(waits, key=_order))
    while ready or rest:
        job = ready.popleft() if ready else rest.popleft()
        if job in stages:
            continue
        stages[job] = earliest[job]
        for end in after[job]:
            waits[end] -= 1
            earliest[end] = max(earliest[end], stages[job] + 1)
            if not waits[end] and end not in stages:
                ready.append(end)
    return stages


def _order(job: Identity) -> tuple[str, str]:
    return job.name, job.version or ""
