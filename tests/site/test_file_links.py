"""Names of other components in the file shown on a page are links. Copying gives the file unchanged."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

from component_samples import IMAGE, JOB, pages

ANCHOR = re.compile(r'<a href="([^"]+)">(.*?)</a>')


def file_of(html: str) -> str:
    found = re.search(r'<code id="yaml-file".*?>(.*?)</code>', html, re.DOTALL)
    assert found
    return found[1]


def text(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


def test_a_prerequisite_and_each_use_of_it_lead_to_the_component() -> None:
    file = file_of(pages(JOB, IMAGE)["jobs/train/"].html)
    assert [(url, text(word)) for url, word in ANCHOR.findall(file)] == [("../../dockerimages/python/", "python")] * 2
    assert text(file) == JOB


def test_what_has_no_page_leads_nowhere() -> None:
    job = JOB.replace("dockerImage: python", "dockerImage: pyton")
    file = file_of(pages(job)["jobs/train/"].html)
    assert text(file) == job
    assert not [word for _, word in ANCHOR.findall(file) if "pyton" in word]


def test_one_text_that_several_roles_share_is_one_link() -> None:
    job = JOB.replace("  main:\n", "  main: &main\n") + "  other:\n    <<: *main\n"
    file = file_of(pages(job, IMAGE)["jobs/train/"].html)
    assert text(file) == job
    assert len(ANCHOR.findall(file)) == 2


def test_a_deprecated_component_leads_to_its_successor() -> None:
    old = IMAGE + "extras: {paicatalog: {deprecated: {reason: old, successor: snake}}}\n"
    new = IMAGE.replace("name: python", "name: snake")
    file = file_of(pages(old, new)["dockerimages/python/"].html)
    assert [(url, text(word)) for url, word in ANCHOR.findall(file)] == [("../../dockerimages/snake/", "snake")]


def test_a_problem_is_reported_with_the_file_as_it_was() -> None:
    found = re.search(
        r'<a class="pc-edit" href="([^"]+/issues/new[^"]+)" data-at-line>', pages(JOB)["jobs/train/"].html
    )
    assert found
    address = urlsplit(unescape(found[1]))
    asked = parse_qs(address.query)
    assert (address.netloc, address.path) == ("github.com", "/x/y/issues/new")
    assert asked["title"] == ["job train: "]
    assert asked["body"][0].splitlines()[0] == f"https://github.com/x/y/blob/{2:040x}/catalog/0.yaml"
