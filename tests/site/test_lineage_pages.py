"""The catalog's lineage: pipelines in stages, drawings of limited size, and pages by type and tag."""

import re
from xml.etree import ElementTree

import pytest
from listed_catalog import SMALL, context_of

from paicatalog.catalog.catalog import Catalog
from paicatalog.site.facts.card import all_cards
from paicatalog.site.lineage.job_pipeline import MOST_JOBS_OF_A_STAGE, MOST_STAGES, JobPipeline, job_pipelines
from paicatalog.site.lineage.job_pipeline_svg import job_pipeline_svg
from paicatalog.site.page import Page
from paicatalog.site.pages.lineage_page import PIPELINES_ON_PAGE, lineage_pages


def job(name: str, *, reads: str = "", writes: str = "", version: str = "1.0.0") -> str:
    """Return the text of a job that reads and writes the named components. Several names are separated by spaces."""
    listed = [*(f"  - {{type: data, name: {what}, uri: ['https://example.com/{what}']}}" for what in reads.split())]
    listed += [f"  - {{type: output, name: {what}, uri: 'https://example.com/{what}'}}" for what in writes.split()]
    return (
        f"protocolVersion: 2\nname: {name}\ntype: job\nversion: '{version}'\nprerequisites:\n"
        + "".join(f"{line}\n" for line in listed)
        + "  - {type: dockerimage, name: base, uri: 'example.com/base:1.0'}\n"
        "taskRoles:\n  worker:\n    dockerImage: base\n"
        "    resourcePerInstance: {cpu: 1, memoryMB: 1024, gpu: 0}\n    commands: [run]\n"
    )


def found(*texts: str) -> list[JobPipeline]:
    return job_pipelines(context_of(texts).catalog)


def names(pipeline: JobPipeline) -> list[list[str]]:
    return [[job.name for job in stage.jobs] for stage in pipeline.stages]


def pages(*texts: str) -> dict[str, Page]:
    context = context_of(texts)
    return {page.url: page for page in lineage_pages(context, all_cards(context))}


DIAMOND = (
    job("prepare", writes="tokens"),
    job("train", reads="tokens", writes="weights"),
    job("baseline", reads="tokens", writes="scores"),
    job("compare", reads="weights scores"),
)


def test_a_job_stands_behind_the_last_one_it_reads_from() -> None:
    (pipeline,) = found(*DIAMOND, job("report", reads="tokens weights"))
    assert names(pipeline) == [["prepare"], ["train", "baseline"], ["compare", "report"]]
    assert {(step.start.name, step.end.name) for step in pipeline.steps} == {
        ("prepare", "train"),
        ("prepare", "baseline"),
        ("train", "compare"),
        ("baseline", "compare"),
        ("prepare", "report"),
        ("train", "report"),
    }


def test_the_longest_pipeline_comes_first_and_each_job_is_in_one() -> None:
    short = (job("a", writes="x"), job("b", reads="x"))
    assert [names(pipeline)[0] for pipeline in found(*short, *DIAMOND)] == [["prepare"], ["a"]]


def test_older_versions_are_no_part() -> None:
    (pipeline,) = found(job("a", writes="x"), job("b", reads="x"), job("b", reads="x", version="0.9.0"))
    assert pipeline.jobs == 2


def test_a_circle_begins_with_the_first_by_name() -> None:
    (pipeline,) = found(job("b", reads="x", writes="y"), job("a", reads="y", writes="x"))
    assert names(pipeline) == [["a"], ["b"]]
    assert [(step.start.name, step.end.name) for step in pipeline.steps] == [("a", "b")]


def test_a_crowd_and_a_long_chain_are_cut_and_counted() -> None:
    crowd = [job(f"reader-{number:03}", reads="x") for number in range(100)]
    (pipeline,) = found(job("a", writes="x"), *crowd)
    assert len(pipeline.stages[1].jobs) == MOST_JOBS_OF_A_STAGE
    assert (pipeline.stages[1].more, pipeline.jobs) == (100 - MOST_JOBS_OF_A_STAGE, 101)
    chain = [job(f"step-{number:02}", reads=f"x{number}", writes=f"x{number + 1}") for number in range(12)]
    (pipeline,) = found(*chain)
    assert (len(pipeline.stages), pipeline.more_stages) == (MOST_STAGES - 1, 13 - MOST_STAGES)
    labels = [link.findtext("title") for link in drawn(pipeline)[0].iter("a")]
    assert labels[1] == "reads x1 job step-01 1.0.0"
    assert labels[-1] == "and 8 more stages"


XLINK = "http://www.w3.org/1999/xlink"


def drawn(pipeline: JobPipeline) -> list[ElementTree.Element]:
    svg = job_pipeline_svg(pipeline, lambda job: f"../jobs/{job.name}/", title="<Graph>")
    return list(ElementTree.fromstring(f'<p xmlns:xlink="{XLINK}">{svg}</p>'))


@pytest.mark.parametrize("form", [0, 1])
def test_a_drawing_links_every_job_and_no_two_boxes_overlap(form: int) -> None:
    svg = drawn(found(*DIAMOND)[0])[form]
    links = [link.get(f"{{{XLINK}}}href") for link in svg.iter("a")]
    assert links == [f"../jobs/{name}/" for name in ("prepare", "baseline", "train", "compare")]
    places = [(int(box.get("x", "")), int(box.get("y", ""))) for box in svg.iter("rect")]
    width, height = (int(svg.iter("rect").__next__().get(side, "")) for side in ("width", "height"))
    for at, (x, y) in enumerate(places):
        assert all(abs(x - left) >= width or abs(y - top) >= height for left, top in places[at + 1 :])
    left, top, wide, tall = map(int, svg.get("viewBox", "").split())
    assert all(left <= x <= left + wide - width and top <= y <= top + tall - height for x, y in places)
    assert svg.get("aria-label") == "<Graph>"


def test_many_pipelines_go_on_further_pages() -> None:
    texts = [
        job(f"p{n:03}{end}", **{way: f"x{n}"}) for n in range(70) for end, way in (("a", "writes"), ("b", "reads"))
    ]
    made = pages(*texts)
    assert {url for url in made if re.fullmatch(r"lineage/(\d+/)?", url)} == {"lineage/", "lineage/2/", "lineage/3/"}
    assert made["lineage/"].html.count('class="pc-pipeline"') == PIPELINES_ON_PAGE
    assert 'href="../lineage/2/">Show more pipelines' in made["lineage/"].html
    assert 'href="../../jobs/p069a/"' in made["lineage/3/"].html
    assert "Show more" not in made["lineage/3/"].html
    assert max(len(page.html) for page in made.values()) < 120_000


def test_the_most_used_of_a_type_and_a_tag_come_first_with_their_number_of_jobs() -> None:
    made = pages(*SMALL)
    images = made["lineage/dockerimages/"].html
    assert "used by 3 jobs" in images
    assert 'href="../../dockerimages/base/#lineage"' in images
    tagged = made["lineage/tags/vision/"].html
    assert "mnist" in tagged
    assert "cifar-10" not in tagged
    assert 'href="../lineage/dockerimages/"' in made["lineage/"].html
    assert 'href="../lineage/tags/vision/"' in made["lineage/"].html


def test_a_catalog_without_pipelines_says_what_makes_one() -> None:
    assert "becomes another's data" in pages(*SMALL)["lineage/"].html
    empty = Catalog((), (), (), ())
    assert job_pipelines(empty) == []
