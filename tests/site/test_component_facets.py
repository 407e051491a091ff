"""The values of a component in each filter."""

import pytest
from listed_catalog import asset, catalog_of, facts, job

from paicatalog.catalog.catalog_facts import CatalogFacts
from paicatalog.catalog.component import Component
from paicatalog.protocol.component_type import ComponentType
from paicatalog.protocol.finding import Finding, Severity
from paicatalog.protocol.place import Span
from paicatalog.site.search.component_facets import facet_values
from paicatalog.site.search.facets import VALUES, facet_table


def component(text: str) -> Component:
    (found,) = [found for found in catalog_of([text]).components if found.document]
    return found


def values(text: str, **options: object) -> dict[str, tuple[str, ...]]:
    found = component(text)
    return dict(facet_values(found, CatalogFacts.of(found.data), **options))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("instances", "words"),
    [(1, "Up to 8 GB"), (2, "8 to 32 GB"), (4, "8 to 32 GB"), (5, "32 to 128 GB"), (64, "128 to 512 GB"), (65, "More")],
)
def test_memory_is_that_of_all_containers_in_ranges(instances: int, words: str) -> None:
    (value,) = values(job("a", instances=instances))["memory"]
    assert VALUES["memory"][value].startswith(words)


def test_an_asset_asks_for_no_hardware() -> None:
    assert not {"memory", "gpus", "scale"} & values(asset("data", "mnist")).keys()


def test_plugins_of_the_job_and_of_its_prerequisites_are_named_once() -> None:
    extras = (
        "extras:\n  com.microsoft.pai.runtimeplugin:\n    - {plugin: ssh, parameters: {jobssh: true}}\n"
        "    - {plugin: tensorboard}\n    - {plugin: 7}\n    - ssh\n"
    )
    text = job("a", more=extras).replace(
        "prerequisites:\n", "prerequisites:\n  - {type: script, name: s, plugin: com.microsoft.pai.runtimeplugin.cmd}\n"
    )
    shared = component(asset("data", "d", more="plugin: com.microsoft.pai.runtimeplugin.git\n"))
    assert values(text, used=[shared])["plugin"] == ("ssh", "tensorboard", "cmd", "git")
    assert values(job("b"))["plugin"] == ()


def test_findings_are_errors_warnings_or_none() -> None:
    def findings(*severities: Severity) -> tuple[str, ...]:
        found = [Finding("rule", severity, "a.yaml", (), Span(1, 1, 1, 1), "Wrong.") for severity in severities]
        return values(job("a"), findings=found)["findings"]

    assert findings() == ("none",)
    assert findings(Severity.NOTE) == ("none",)
    assert findings(Severity.WARNING, Severity.ERROR, Severity.ERROR) == ("error", "warning")


def test_what_a_file_of_any_kind_holds_is_text() -> None:
    odd = values(job("a", more="contributor: [x]\n" + facts(tags=["a", "a"], more="    license: {a: b}\n")))
    assert (odd["contributor"], odd["license"], odd["tag"]) == ((), (), ("a",))


def test_ranges_stand_in_their_order_and_not_by_their_number() -> None:
    table = facet_table([{"memory": ("over-512-gb",)}, {"memory": ("up-to-8-gb",)}, {"memory": ("over-512-gb",)}])
    assert [words for _, words, _ in table["memory"]["values"]] == ["Up to 8 GB", "More than 512 GB"]  # type: ignore[index]
    assert table["memory"]["ordered"]  # type: ignore[index]


def test_every_type_has_its_own() -> None:
    for type_ in ComponentType:
        text = job("a") if type_ is ComponentType.JOB else asset(type_.value, "a")
        assert values(text)["type"] == (type_.value,)
