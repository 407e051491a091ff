"""The drawing of a component and its neighbors."""

from xml.etree import ElementTree

from component_samples import context

from paicatalog.protocol.component_type import ComponentType
from paicatalog.site.build_context import BuildContext, PageLinks
from paicatalog.site.lineage.neighbors import graph_drawing

JOB = """\
protocolVersion: 2
name: {name}
type: job
prerequisites:
  - {{type: dockerimage, name: image, uri: "python:3.12"}}
{more}taskRoles:
  worker:
    dockerImage: image
    resourcePerInstance: {{cpu: 1, memoryMB: 1024, gpu: 0}}
    commands: [train]
"""
IMAGE = "protocolVersion: 2\nname: image\ntype: dockerimage\nuri: python:3.12\n"
WEIGHTS = 'name: weights, uri: "https://example.org/w"'
WRITES = JOB.format(name="train", more=f"  - {{type: output, {WEIGHTS}}}\n")
READS = JOB.format(name="serve", more='  - {type: data, name: weights, uri: ["https://example.org/w"]}\n')
SPACE = {"s": "http://www.w3.org/2000/svg"}


XLINK = "http://www.w3.org/1999/xlink"


def drawn(type_: ComponentType, name: str, *files: str) -> list[ElementTree.Element]:
    build = BuildContext.of(context(*files))
    component = build.context.catalog.newest(type_, name)
    assert component
    made = graph_drawing(component, PageLinks(build, build.addresses.page(component.identity)))
    return list(ElementTree.fromstring(f'<p xmlns:xlink="{XLINK}">{made}</p>'))


def labels(svg: ElementTree.Element) -> list[str]:
    return [link.findtext("title") or "" for link in svg.iter("a")]


def test_a_job_stands_between_what_it_needs_and_what_it_makes() -> None:
    for svg in drawn(ComponentType.JOB, "train", WRITES, READS, IMAGE):
        assert labels(svg) == ["runs in docker image image", "through weights job serve"]
        assert [link.get(f"{{{XLINK}}}href") for link in svg.iter("a")] == [
            "../../dockerimages/image/",
            "../../jobs/serve/",
        ]
        assert len(list(svg.iter("path"))) >= 4
        assert svg.get("aria-label") == "Graph of train: 1 before it, 1 after it"


def test_a_component_leads_to_its_jobs() -> None:
    for svg in drawn(ComponentType.DOCKERIMAGE, "image", WRITES, READS, IMAGE):
        assert sorted(labels(svg)) == ["runs job serve", "runs job train"]


def test_a_crowd_is_cut_with_a_way_to_the_rest() -> None:
    jobs = [JOB.format(name=f"job-{number}", more="") for number in range(30)]
    for svg in drawn(ComponentType.DOCKERIMAGE, "image", IMAGE, *jobs):
        assert len(labels(svg)) == 9
        assert labels(svg)[-1] == "and 22 more"
        assert list(svg.iter("a"))[-1].get(f"{{{XLINK}}}href") == "#used-by"


def test_long_and_hostile_names_stay_in_their_box() -> None:
    job = (
        JOB.format(name="n" * 200, more="")
        .replace("name: image", 'name: "<b>&\\"\'"')
        .replace("dockerImage: image", 'dockerImage: "<b>&\\"\'"')
    )
    image = IMAGE.replace("name: image", "name: other")
    for svg in drawn(ComponentType.DOCKERIMAGE, "other", job, image):
        names = [text.text or "" for text in svg.iter("text") if text.get("class") == "pc-graph__name"]
        assert names and all(len(name) <= 24 for name in names)


def test_what_stands_alone_has_no_drawing() -> None:
    assert drawn(ComponentType.DOCKERIMAGE, "image", IMAGE) == []
