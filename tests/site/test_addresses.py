"""Addresses are safe as paths, and different components have different ones."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paicatalog.catalog.component import Identity
from paicatalog.protocol.component_type import ComponentType
from paicatalog.site.urls.addresses import api_url, bundled_url, component_url, problem_url, raw_url, root, segment


def test_contract() -> None:
    data = Identity(ComponentType.DATA, "mnist", "1.0")
    assert component_url(data, newest=True) == "data/mnist/"
    assert component_url(data, newest=False) == "data/mnist/1.0/"
    assert component_url(Identity(ComponentType.DOCKERIMAGE, "x"), newest=True) == "dockerimages/x/"
    assert raw_url(data, newest=True) == "raw/data/mnist.yaml"
    assert raw_url(data, newest=False) == "raw/data/mnist/1.0.yaml"
    assert api_url(data, newest=True) == "api/v1/data/mnist.json"
    assert bundled_url(data, newest=True) == "bundled/data/mnist.yaml"


@given(st.text())
def test_segments_are_safe(text: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_~-](?:[A-Za-z0-9_.~-]{0,198}[A-Za-z0-9_~-])?", segment(text))


@given(st.text(alphabet="a~.2e/ "), st.text(alphabet="a~.2e/ "))
def test_different_texts_have_different_segments(one: str, other: str) -> None:
    assert (segment(one) == segment(other)) == (one == other)


def test_segments_of_what_is_not_there() -> None:
    assert len({segment(None), segment(""), segment("none"), segment("~none"), segment("empty")}) == 5


def test_long_texts_differ_in_their_digest() -> None:
    assert segment("a" * 300 + "b") != segment("a" * 300 + "c")


def test_problem_pages_of_like_paths_differ() -> None:
    assert problem_url("catalog/a b.yaml") != problem_url("catalog/a-b.yaml")
    assert re.fullmatch(r"problems/[a-z0-9-]+/", problem_url("../../<x>/ä.yaml"))


def test_root() -> None:
    assert [root(url) for url in ("", "rules/", "jobs/x/", "jobs/x/1/")] == ["", "../", "../../", "../../../"]


@pytest.mark.parametrize("version", ["index.html", "INDEX.md"])
def test_the_folder_of_a_version_is_no_file_of_its_parent(version: str) -> None:
    older = component_url(Identity(ComponentType.DATA, "mnist", version), newest=False)
    assert older.lower() not in ("data/mnist/index.html/", "data/mnist/index.md/")
    assert segment(version) != segment(version.replace(".", "~2e"))
