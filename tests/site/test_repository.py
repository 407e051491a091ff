"""Web addresses of files in the repository."""

import os

from paicatalog.site.urls.repository import Repository

HOME = "https://github.com/x/y"


def test_a_path_that_is_no_text_has_addresses_all_the_same() -> None:
    path = os.fsdecode(b"catalog/a \xff.yaml")
    repository = Repository(HOME, "edit/main/")
    assert repository.file(path, commit=None) == f"{HOME}/blob/HEAD/catalog/a%20%FF.yaml"
    assert repository.edit(path) == f"{HOME}/edit/main/catalog/a%20%FF.yaml"
    assert repository.new_issue(path, path) == f"{HOME}/issues/new?title=catalog%2Fa+%3F.yaml&body=catalog%2Fa+%3F.yaml"


def test_without_a_web_view_nothing_has_an_address() -> None:
    repository = Repository("", "edit/main/")
    assert not any((repository.file("a", commit=None), repository.edit("a"), repository.new_issue("a", "b")))
