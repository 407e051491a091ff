"""Similar components, and the reasons for their similarity."""

from component_samples import context

from paicatalog.catalog.component import Identity
from paicatalog.protocol.component_type import ComponentType
from paicatalog.site.facts.similar import MOST_SIMILAR, Similarity

JOB = """\
protocolVersion: 2
name: {name}
type: job
version: "{version}"
prerequisites:
  - {{type: dockerimage, name: {image}, uri: "{image}:1"}}
  - {{type: data, name: {data}, uri: ["https://example.org/{data}"]}}
taskRoles:
  worker:
    dockerImage: {image}
    data: {data}
    resourcePerInstance: {{cpu: 1, memoryMB: 1024, gpu: 0}}
    commands: [train]
extras: {{paicatalog: {{tags: [{tags}]}}}}
"""


def job(name: str, image: str = "a", data: str = "x", tags: str = "", version: str = "1") -> str:
    return JOB.format(name=name, image=image, data=data, tags=tags, version=version)


def like(name: str, *files: str) -> list[tuple[str, tuple[str, ...]]]:
    catalog = context(*files).catalog
    component = catalog.get(Identity(ComponentType.JOB, name, "1"))
    assert component
    return [(found.identity.name, found.shared) for found in Similarity(catalog).of(component)]


def test_shared_data_tells_more_than_a_shared_image() -> None:
    found = like("one", job("one"), job("two", data="y"), job("three", image="b"), job("four", image="b", data="y"))
    assert found == [("three", ("data x",)), ("two", ("docker image a",))]


def test_tags_count_whatever_their_capitals() -> None:
    files = job("one", tags="NLP"), job("two", image="b", data="y", tags="nlp")
    assert like("one", *files) == [("two", ("tag NLP",))]


def test_other_versions_of_it_are_not_like_it() -> None:
    assert like("one", job("one"), job("one", version="2")) == []


def test_what_everybody_has_tells_nothing_and_few_are_listed() -> None:
    crowd = [job(f"job{number}", data=f"d{number}", tags="all") for number in range(100)]
    assert like("one", job("one", data="mine", tags="all"), *crowd) == []
    near = [job(f"job{number}", image=f"i{number}") for number in range(20)]
    assert len(like("one", job("one"), *near)) == MOST_SIMILAR
