"""Identity, links, drift, derived components and lineage, as pages and messages show them."""

import random
from collections.abc import Iterator
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from paicatalog.catalog.bundle import bundle_data, bundle_text, needs_bundling
from paicatalog.catalog.catalog import Catalog, LinkKind
from paicatalog.catalog.component import Component, Identity
from paicatalog.catalog.deprecation import successor
from paicatalog.catalog.linking import build_catalog
from paicatalog.protocol.component_type import ComponentType
from paicatalog.protocol.dialect import Dialect
from paicatalog.protocol.document import Document, SourceFile
from paicatalog.protocol.read import parse

JOB, DATA, SCRIPT, IMAGE, OUTPUT = (
    ComponentType.JOB,
    ComponentType.DATA,
    ComponentType.SCRIPT,
    ComponentType.DOCKERIMAGE,
    ComponentType.OUTPUT,
)


def file(path: str, text: str) -> Document:
    return parse(SourceFile(path, text.encode()))


def component(type_: str, name: str, uri: Any = None, **keys: Any) -> Document:
    data = {"protocolVersion": 2, "name": name, "type": type_, **keys}
    if uri is not None:
        data["uri"] = uri
    return file(f"{type_}/{name}-{keys.get('version', '')}.yaml", yaml.safe_dump(data, sort_keys=False))


def job(name: str, *prerequisites: dict[str, Any], **role: Any) -> Document:
    data = {
        "protocolVersion": 2,
        "name": name,
        "type": "job",
        "prerequisites": [{"type": "dockerimage", "name": "base", "uri": f"{name}:1"}, *prerequisites],
        "taskRoles": {
            "worker": {
                "dockerImage": "base",
                "resourcePerInstance": {"cpu": 1, "memoryMB": 1, "gpu": 0},
                "commands": ["true"],
                **role,
            }
        },
    }
    return file(f"jobs/{name}.yaml", yaml.safe_dump(data, sort_keys=False))


def target(catalog: Catalog, name: str, at: int = 1) -> tuple[Identity | None, LinkKind | None, bool, bool]:
    link = catalog.uses(Identity(JOB, name))[at]
    return link.target, link.kind, link.drift, link.filled


def test_a_prerequisite_of_the_same_name_and_uri_is_the_shared_component() -> None:
    catalog = build_catalog(
        [
            component("data", "mnist", ["http://a/m"]),
            job("train", {"type": "data", "name": "mnist", "uri": ["http://a/m"]}, data="mnist"),
        ]
    )
    assert target(catalog, "train") == (Identity(DATA, "mnist"), LinkKind.NAME, False, False)
    (link,) = catalog.used_by(Identity(DATA, "mnist"))
    assert (link.job.name, link.prerequisite.roles) == ("train", ("worker",))


def test_the_same_name_with_another_uri_is_drift() -> None:
    catalog = build_catalog(
        [
            component("data", "mnist", ["http://a/m"]),
            job("train", {"type": "data", "name": "mnist", "uri": ["http://b/m"]}),
        ]
    )
    assert target(catalog, "train") == (Identity(DATA, "mnist"), LinkKind.NAME, True, False)


def test_another_name_with_the_same_uri_is_the_same_component_of_that_type() -> None:
    catalog = build_catalog(
        [
            component("script", "examples", "http://a/s"),
            job("train", {"type": "script", "name": "mine", "uri": "http://a/s"}),
            job("other", {"type": "output", "name": "mine", "uri": "http://a/s"}),
        ]
    )
    assert target(catalog, "train") == (Identity(SCRIPT, "examples"), LinkKind.URI, False, False)
    assert target(catalog, "other")[0] is None


def test_a_stated_version_links_to_that_version_and_none_to_the_one_with_its_uri_or_the_newest() -> None:
    catalog = build_catalog(
        [
            component("data", "d", ["http://a/1"], version="1.9"),
            component("data", "d", ["http://a/2"], version="1.10"),
            job("old", {"type": "data", "name": "d", "uri": ["http://a/1"], "version": "1.9"}),
            job("plain", {"type": "data", "name": "d"}),
            job("byuri", {"type": "data", "name": "d", "uri": ["http://a/1"]}),
            job("none", {"type": "data", "name": "d", "version": "3", "uri": ["http://a/3"]}),
        ]
    )
    assert [found.version for found in catalog.versions_of(DATA, "d")] == ["1.10", "1.9"]
    assert target(catalog, "old")[0] == Identity(DATA, "d", "1.9")
    assert target(catalog, "plain") == (Identity(DATA, "d", "1.10"), LinkKind.NAME, False, True)
    assert target(catalog, "byuri") == (Identity(DATA, "d", "1.9"), LinkKind.NAME, False, False)
    assert target(catalog, "none")[0] is None


def test_what_two_jobs_embed_is_one_asset_and_what_one_job_embeds_is_none() -> None:
    shared = {"type": "data", "uri": ["http://a/x"]}
    catalog = build_catalog(
        [
            job("one", {**shared, "name": "common"}),
            job("two", {**shared, "name": "common"}),
            job("three", {**shared, "name": "rare"}, {"type": "data", "name": "lonely", "uri": ["http://a/y"]}),
        ]
    )
    (asset,) = catalog.of_type(DATA)
    assert asset.derived
    assert asset.name == "common"
    assert [link.job.name for link in catalog.used_by(asset.identity)] == ["one", "three", "two"]
    assert target(catalog, "three", 2)[0] is None


def test_an_asset_never_takes_the_identity_of_a_file() -> None:
    catalog = build_catalog(
        [
            component("data", "d", ["http://a/1"], version="1"),
            job("one", {"type": "data", "name": "d", "version": "2", "uri": ["http://a/2"]}),
            job("two", {"type": "data", "name": "d", "version": "2", "uri": ["http://a/2"]}),
            job("three", {"type": "data", "name": "d", "version": "2", "uri": ["http://a/3"]}),
            job("four", {"type": "data", "name": "d", "version": "2", "uri": ["http://a/3"]}),
        ]
    )
    identities = [found.identity for found in catalog.components]
    assert len(set(identities)) == len(identities)
    newest = catalog.newest(DATA, "d")
    assert newest is not None
    assert newest.version == "1", "a file comes before what was derived"


def test_a_repeated_identity_is_a_duplicate_of_the_first_by_path() -> None:
    text = "protocolVersion: 2\nname: d\ntype: data\nuri: [http://a]\n"
    catalog = build_catalog([file("b.yaml", text), file("a.yaml", text)])
    ((first, second),) = catalog.duplicates
    assert (first.path, second.path) == ("a.yaml", "b.yaml")
    assert [found.path for found in catalog.components] == ["a.yaml"]
    assert catalog.unusable == ()


def test_one_jobs_output_that_is_another_jobs_data_is_lineage() -> None:
    catalog = build_catalog(
        [
            job("train", {"type": "output", "name": "model", "uri": "http://a/m/"}),
            job("same-uri", {"type": "data", "name": "weights", "uri": ["http://a/m"]}),
            job("same-name", {"type": "data", "name": "model", "uri": ["http://b"]}),
            job("neither", {"type": "data", "name": "other", "uri": ["http://c"]}),
        ]
    )
    produced = catalog.produces(Identity(JOB, "train"))
    assert [flow.consumer.name for flow in produced] == ["same-name", "same-uri"]
    assert [flow.producer.name for flow in catalog.consumes(Identity(JOB, "same-uri"))] == ["train"]


def test_an_invalid_file_with_a_name_is_a_component_and_one_without_is_unusable() -> None:
    catalog = build_catalog(
        [
            file("a.yaml", "protocolVersion: 2\nname: a\ntype: data\nuri: no-list\n"),
            file("b.yaml", "type: data\nname: in/valid\n"),
            file("c.yaml", "{"),
        ]
    )
    (found,) = catalog.components
    assert (found.name, found.valid) == ("a", False)
    assert [document.source.path for document in catalog.unusable] == ["b.yaml", "c.yaml"]


def test_the_order_of_the_files_does_not_matter() -> None:
    documents = [component("data", f"d{n}", [f"http://a/{n % 3}"], version=str(n % 2)) for n in range(12)]
    documents += [job(f"j{n}", {"type": "data", "name": "x", "uri": [f"http://b/{n % 2}"]}) for n in range(6)]
    mixed = documents.copy()
    random.Random(1).shuffle(mixed)
    assert build_catalog(mixed) == build_catalog(documents)


BARE_JOB = """\
protocolVersion: 2
name: train
type: job
prerequisites:
  - {type: dockerimage, name: base, uri: "b:1"}
  # The pictures.
  - type: data
    name: pictures   # as shared
  - {type: script, name: code}
taskRoles:
  worker:
    dockerImage: base
    data: pictures
    script: code
    resourcePerInstance: {cpu: 1, memoryMB: 1, gpu: 0}
    commands: [ls]
"""


def test_a_bundle_fills_what_the_file_leaves_to_the_catalog_and_keeps_the_rest() -> None:
    catalog = build_catalog(
        [
            file("job.yaml", BARE_JOB),
            component("data", "pictures", ["http://a/p: 1"], version="2", description="Long.", extras={"a": 1}),
            component("script", "code", "http://a/c"),
        ]
    )
    found = catalog.get(Identity(JOB, "train"))
    assert found is not None
    assert needs_bundling(found, catalog)
    text = bundle_text(found, catalog)
    assert set(BARE_JOB.splitlines()) - set(text.splitlines()) == {"  - {type: script, name: code}"}
    parsed = parse(SourceFile("bundle.yaml", text.encode()))
    assert parsed.valid
    assert parsed.data == bundle_data(found, catalog)
    assert parsed.data["prerequisites"][1] == {
        "type": "data",
        "name": "pictures",
        "version": "2",
        "uri": ["http://a/p: 1"],
    }
    assert parsed.data["prerequisites"][2]["uri"] == "http://a/c"


def test_a_job_that_has_everything_is_its_own_bundle() -> None:
    document = job("train", {"type": "data", "name": "d", "uri": ["http://a"]})
    catalog = build_catalog([document, component("data", "d", ["http://a"])])
    found = catalog.get(Identity(JOB, "train"))
    assert found is not None
    assert not needs_bundling(found, catalog)
    assert bundle_text(found, catalog) == document.source.text


def deprecated(name: str, by: str) -> Document:
    extras = {"paicatalog": {"deprecated": {"reason": "Old.", "successor": by}}}
    return component("dockerimage", name, f"{name}:1", extras=extras)


def test_the_successor_is_the_end_of_the_chain_and_a_circle_has_none() -> None:
    catalog = build_catalog(
        [
            deprecated("a", "b"),
            deprecated("b", "c"),
            component("dockerimage", "c", "c:1"),
            deprecated("x", "y"),
            deprecated("y", "x"),
            deprecated("gone", "nothing"),
        ]
    )

    def of(name: str) -> str | None:
        found = catalog.newest(IMAGE, name)
        assert found is not None
        end = successor(found, catalog)
        return end.name if end else None

    assert [of(name) for name in ("a", "b", "c", "x", "gone")] == ["c", "c", None, None, None]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "type", "uri", "version", "data", "prerequisites"]), inner)
    ),
    max_leaves=12,
)


def documents(values: list[Any]) -> Iterator[Document]:
    for at, value in enumerate(values):
        yield Document(SourceFile(f"{at}.yaml", b""), value, Dialect.V2, ())


@given(st.lists(VALUES, max_size=6), VALUES, VALUES)
def test_no_data_is_too_odd(values: list[Any], prerequisites: Any, roles: Any) -> None:
    odd = {"type": "job", "name": "odd", "prerequisites": prerequisites, "taskRoles": roles, "extras": roles}
    catalog = build_catalog(list(documents([odd, *values])))
    found: Component | None = catalog.get(Identity(JOB, "odd"))
    assert found is not None
    needs_bundling(found, catalog)
    bundle_data(found, catalog)
    successor(found, catalog)
