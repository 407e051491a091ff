"""The reproducibility grade of a component, computed from its file and its findings, with advice on missed criteria."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from paicatalog.catalog.bundle import bundle_data
from paicatalog.catalog.catalog import Catalog
from paicatalog.catalog.catalog_facts import CatalogFacts, scalar_text
from paicatalog.catalog.component import Component
from paicatalog.protocol.component_type import ComponentType
from paicatalog.protocol.finding import Finding
from paicatalog.reproduce.folder.untranslated import VALUES_IN, Feature, untranslated
from paicatalog.reproduce.job.plan import Plan, plan_job
from paicatalog.reproduce.job.request import Request
from paicatalog.reproduce.job.resources import hardware
from paicatalog.site.theme.language import gettext

_UNPINNED_IMAGE = frozenset({"image-without-tag", "image-latest"})
_UNPINNED = frozenset({"script-not-pinned", "moving-uri"})
_UNRESOLVED = frozenset({"unresolved-reference", "reference-out-of-scope", "unresolved-prerequisite"})
_REPLACED_ELSEWHERE = frozenset({"plugin git"})
"""Features that other platforms replace with the same result: they do not count as lost."""
_LETTERS = ((0.9, "A"), (0.75, "B"), (0.5, "C"))
_LOWEST = "D"
LETTERS = (*(letter for _, letter in _LETTERS), _LOWEST)
"""All letters, best first."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition for reproducing a component."""

    words: str
    """The condition as a sentence."""
    earned: bool
    advice: str
    """How to meet it: what to write into the file."""


@dataclass(frozen=True, slots=True)
class Grade:
    """The criteria for a component's type, with those that the component meets."""

    criteria: tuple[Criterion, ...]

    @property
    def earned(self) -> int:
        return sum(criterion.earned for criterion in self.criteria)

    @property
    def total(self) -> int:
        return len(self.criteria)

    @property
    def letter(self) -> str:
        """`A` to `D`; all criteria have the same weight."""
        part = self.earned / self.total
        return next((letter for least, letter in _LETTERS if part >= least), _LOWEST)


def grade(component: Component, catalog: Catalog, findings: Sequence[Finding]) -> Grade | None:
    """Return the grade of a component; None if it is derived or invalid."""
    if not component.path or not component.valid:
        return None
    found = {finding.rule for finding in findings}
    return Grade(tuple(_criteria(component, catalog, CatalogFacts.of(component.data), found)))


def _criteria(
    component: Component, catalog: Catalog, facts: CatalogFacts, found: Collection[str]
) -> Iterator[Criterion]:
    kind, data = component.type, component.data
    if kind in (ComponentType.JOB, ComponentType.DOCKERIMAGE):
        yield Criterion(
            gettext("Every image has a tag or a digest that stays."),
            _UNPINNED_IMAGE.isdisjoint(found),
            gettext(
                "Give each image a tag, `pytorch/pytorch:2.7.1-cuda12.8-cudnn9-runtime`, or a digest, `...@sha256:...`."
            ),
        )
    if kind not in (ComponentType.OUTPUT, ComponentType.DOCKERIMAGE):
        yield Criterion(
            gettext("Code and data come from a version that stays."),
            _UNPINNED.isdisjoint(found),
            gettext("Name a tag or a commit in each `uri` instead of a branch such as `main`."),
        )
    if kind is ComponentType.JOB:
        yield from _job_criteria(component, catalog, facts, found)
    yield Criterion(
        gettext("A license says what is allowed."),
        bool(facts.license),
        gettext("Add `license: MIT` (the SPDX name of yours) under `extras.paicatalog`."),
    )
    yield Criterion(
        gettext("Somebody answers for it."),
        bool(scalar_text(data.get("contributor"))),
        gettext("Add `contributor: your-name`."),
    )
    yield Criterion(
        gettext("A description says what it is."),
        bool(scalar_text(data.get("description"))),
        gettext("Add `description: |` and a few sentences: what it is, which data, how long on which hardware."),
    )
    yield Criterion(gettext("It has a version."), component.version is not None, gettext('Add `version: "1.0.0"`.'))


def _job_criteria(job: Component, catalog: Catalog, facts: CatalogFacts, found: Collection[str]) -> Iterator[Criterion]:
    yield Criterion(
        gettext("What one might change is a parameter."),
        bool(job.data.get("parameters")),
        gettext("Name such values under `parameters` and write `<% $parameters.NAME %>` in the commands."),
    )
    yield Criterion(
        gettext("Every reference has a value."),
        _UNRESOLVED.isdisjoint(found),
        gettext("Mend the findings of this job: a `<% ... %>` that names nothing stays in the command as it is."),
    )
    yield Criterion(
        gettext("Each task role says what it needs."),
        all(role.cpu and role.memory_mb for role in hardware(job.data).roles),
        gettext("Give each role `resourcePerInstance` with a `cpu` and a `memoryMB` above 0."),
    )
    yield Criterion(
        gettext("It says what a successful run shows."),
        bool(facts.results),
        gettext("Add `results` under `extras.paicatalog`: a list of `metric`, `value` and `tolerance`."),
    )
    unsupported = _unsupported_features(job, catalog)
    yield Criterion(
        gettext("It runs elsewhere without a loss."),
        not unsupported,
        gettext(
            "Only OpenPAI knows %(features)s: do without, or say in the description what to do instead.",
            features=", ".join(unsupported[:5]),
        ),
    )


def _unsupported_features(job: Component, catalog: Catalog) -> tuple[str, ...]:
    """Return the features of a job that only OpenPAI supports, as Markdown code."""
    found = plan_job(Request(data=bundle_data(job, catalog), name=job.name, cluster=""))
    if not isinstance(found, Plan):
        return (gettext("its commands or images"),)
    features = (part.feature for part in untranslated(found, supported=frozenset(Feature)))
    replaced = _REPLACED_ELSEWHERE | _read_as_data(found)
    only = (feature for feature in features if feature not in replaced and not feature.startswith(VALUES_IN))
    return tuple(dict.fromkeys(f"`{feature}`" for feature in only))


def _read_as_data(plan: Plan) -> set[str]:
    """Return the features that only concern values which people give when the job starts."""
    entries = [role.entry for role in plan.roles]
    parameters = {parameter.reference for entry in entries for parameter in entry.text}
    return parameters | {f"${secret.name}" for entry in entries for secret in entry.secrets} | {"LINENO"}
