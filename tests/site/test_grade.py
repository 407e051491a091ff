"""The reproducibility grade of a component, and the list of what is missing."""

import pytest
from component_samples import context

from paicatalog.site.build_context import BuildContext
from paicatalog.site.facts.grade import Grade

FULL = """\
protocolVersion: 2
name: train
type: job
version: "1"
contributor: ada
description: Trains.
prerequisites:
  - {type: dockerimage, name: image, uri: "python:3.12"}
parameters: {lr: 0.1}
taskRoles:
  worker:
    dockerImage: image
    resourcePerInstance: {cpu: 1, memoryMB: 1024, gpu: 0}
    commands: ["train --lr <% $parameters.lr %>"]
extras:
  paicatalog: {license: MIT, results: [{metric: accuracy, value: 0.9, tolerance: 0.01}]}
"""


def graded(*files: str) -> Grade:
    shown = context(*files)
    job = next(each for each in shown.catalog.components if each.type == "job")
    found = BuildContext.of(shown).grade(job)
    assert found
    return found


def missing(grade: Grade) -> list[str]:
    return [criterion.advice for criterion in grade.criteria if not criterion.earned]


def test_a_complete_job_earns_all() -> None:
    found = graded(FULL)
    assert (found.letter, found.earned, missing(found)) == ("A", found.total, [])


@pytest.mark.parametrize(
    ("before", "after", "advice"),
    [
        ("python:3.12", "python", "tag"),
        ("license: MIT, ", "", "license: MIT"),
        ("results: [{metric: accuracy, value: 0.9, tolerance: 0.01}]", "tags: [x]", "results"),
        ("contributor: ada\n", "", "contributor"),
        ("description: Trains.\n", "", "description"),
        ('version: "1"\n', "", "version"),
        ("cpu: 1", "cpu: 0", "cpu"),
        ("extras:\n", "extras:\n  hivedScheduler: {jobPriorityClass: prod}\n", "hivedScheduler"),
        ("$parameters.lr", "$parameters.rate", "findings"),
        ("parameters: {lr: 0.1}\n", "", "parameters"),
        (
            "parameters:",
            '  - {type: script, name: code, uri: "https://github.com/a/b/tree/main/x"}\nparameters:',
            "commit",
        ),
    ],
)
def test_what_is_missing_is_named(before: str, after: str, advice: str) -> None:
    assert before in FULL
    assert any(advice in each for each in missing(graded(FULL.replace(before, after))))


def test_a_job_that_takes_its_data_from_the_catalog_loses_nothing_by_it() -> None:
    data = "protocolVersion: 2\nname: digits\ntype: data\nuri: ['https://example.org/d.tar']\n"
    job = FULL.replace("parameters:", "  - {type: data, name: digits}\nparameters:").replace(
        "dockerImage: image", "dockerImage: image\n    data: digits"
    )
    assert missing(graded(job.replace("train --lr", "train <% $data.uri[0] %> --lr"), data)) == []


def test_what_is_invalid_has_no_grade() -> None:
    shown = context(FULL.replace("taskRoles", "taskrole"))
    assert BuildContext.of(shown).grade(shown.catalog.components[0]) is None
