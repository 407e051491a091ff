"""The contents of component pages."""

import html
import re

import pytest
from component_samples import IMAGE, JOB, context, pages

from paicatalog.site.pages.component.component_pages import component_pages

DESCRIBED = JOB + (
    "description: |\n  # Title\n\n  Some *words*.\n"
    "extras:\n  paicatalog:\n    tags: [vision, a b]\n    summary: Trains well.\n    license: MIT\n"
    "    results: [{metric: accuracy, value: 99 %, tolerance: 1}]\n"
)


def text_of(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def test_a_job_says_what_it_is() -> None:
    page = pages(DESCRIBED, IMAGE)["jobs/train/"]
    shown = text_of(page.html)
    for words in ("Trains well.", "MIT", "2025-03-09", "2025-03-01 by Ada Lovelace", "accuracy 99 % 1", "1 GB"):
        assert words in shown, words
    assert page.html.count("<h1") == 1
    assert "<h3>Title</h3>" in page.html
    assert 'href="../../catalog/?tag=a%20b"' in page.html
    assert page.description == "Trains well."


def test_a_job_leads_to_what_it_uses_and_back() -> None:
    made = pages(JOB, IMAGE)
    assert '<a href="../../dockerimages/python/">python</a>' in made["jobs/train/"].html
    used = made["dockerimages/python/"].html
    assert '<a href="../../jobs/train/">train 2</a> <span class="pc-muted">in main</span>' in used


def test_drift_and_another_name_are_said() -> None:
    made = pages(JOB.replace("python:3.12-slim", "python:3.9"), IMAGE)["jobs/train/"].html
    assert '<a class="pc-badge pc-badge--drift" href="#components">Drift</a>' in made
    assert "the shared component has python:3.12-slim" in made


def test_commands_show_each_value_and_where_it_comes_from() -> None:
    made = pages(JOB)["jobs/train/"].html
    link = (
        '<a class="pc-ref" title="&lt;% $parameters.rate %&gt;" data-reference="$parameters.rate" href="#p1">0.01</a>'
    )
    assert link in made
    assert re.search(r'<input class="pc-input" id="p1" value="0.01"', made)
    assert 'data-reference="$parameters.nested.words" href="#p5">a,b</a>' in made
    assert "filled in by the platform" in made


def test_a_file_is_shown_character_by_character() -> None:
    page = pages(JOB)["jobs/train/"].html
    shown = re.search(
        r'<pre class="pc-pre pc-lines"[^>]*><code id="yaml-file"[^>]*>(.*?)</code></pre>', page, re.DOTALL
    )
    assert shown
    assert html.unescape(re.sub(r"<[^>]+>", "", shown[1])) == JOB


def test_what_html_cannot_carry_is_told_to_the_script() -> None:
    plain = pages(JOB)["jobs/train/"].html
    windows = pages(JOB.replace("\n", "\r\n"))["jobs/train/"].html
    mixed = pages(JOB.replace("\n", "\r\n", 3))["jobs/train/"].html
    marked = pages("\ufeff" + JOB)["jobs/train/"].html
    assert "data-newline" not in plain + mixed
    assert 'data-newline="crlf"' in windows
    assert "\r" not in windows + mixed
    assert 'data-exact="&#34;protocolVersion: 2\\r\\n' in mixed
    assert " data-mark>" in marked


def test_findings_point_to_lines_and_rules() -> None:
    made = pages(JOB.replace("cpu: 1", "cpu: one"))["jobs/train/"].html
    assert "This file is not valid." in made
    line = JOB[: JOB.index("resourcePerInstance")].count("\n") + 1
    assert f'href="#L{line}"' in made
    assert f'<span class="pc-l pc-l--error" id="L{line}">' in made
    assert 'href="../../rules/wrong-type/"' in made


def test_a_job_says_where_it_runs_as_it_is() -> None:
    head = text_of(pages(JOB)["jobs/train/"].html.split('id="roles"')[0])
    assert "Runs with OpenPAI , Docker , Docker Compose , Kubernetes , Slurm" in head
    assert "Runs with" not in text_of(pages(JOB.replace("cpu: 1", "cpu: one"))["jobs/train/"].html)


def test_a_deprecated_component_leads_to_the_end_of_the_chain() -> None:
    facts = "extras: {{paicatalog: {{deprecated: {{reason: Too slow, successor: {}}}}}}}\n"
    first, second, last = (IMAGE.replace("name: python", f"name: {name}") for name in ("first", "second", "last"))
    made = pages(first + facts.format("second"), second + facts.format("last"), last)
    banner = made["dockerimages/first/"].html.split("pc-banner--warning")[1].split("</div>")[0]
    assert "Too slow</p>" in banner
    assert '<p>Use <a href="../../dockerimages/last/">last 3.12</a> instead.</p>' in banner
    circle = pages(first + facts.format("first"))["dockerimages/first/"].html
    assert "instead" not in circle


def test_a_job_says_which_of_its_components_are_deprecated() -> None:
    old = IMAGE + "extras: {paicatalog: {deprecated: {reason: Too slow., successor: snake}}}\n"
    row = pages(JOB, old, IMAGE.replace("name: python", "name: snake"))["jobs/train/"].html.split('id="component-0"')[1]
    assert '<span class="pc-badge pc-badge--deprecated">deprecated</span>' in row
    assert "Too slow. Use snake 3.12 instead." in row


def test_every_component_can_be_cited() -> None:
    own = JOB + "extras: {paicatalog: {citation: As I say.}}\n"
    assert text_of(cited(own)) == "As I say."
    commit = f"{2:040x}"
    assert (
        cited(JOB)
        == f"(2025). train, version 2 [Job]. AI job catalog. https://github.com/x/y/blob/{commit}/catalog/0.yaml"
    )


def cited(job: str) -> str:
    found = re.search(r'<code id="citation">(.*?)</code>', pages(job)["jobs/train/"].html)
    assert found
    return html.unescape(found[1])


def test_older_versions_have_pages_of_their_own() -> None:
    made = pages(JOB, JOB.replace('version: "2"', 'version: "1"'))
    assert "This is an older version" in made["jobs/train/1/"].html
    assert '<a href="../../../jobs/train/">train 2</a>' in made["jobs/train/1/"].html
    assert (
        '<a href="../../../compare/?a=job/train/1&amp;b=job/train">See what changed</a>' in made["jobs/train/1/"].html
    )
    assert '<a href="../../jobs/train/1/">1</a>' in made["jobs/train/"].html
    assert '<a href="#versions">1 other version</a>' in made["jobs/train/"].html


def test_a_job_that_takes_from_the_catalog_is_bundled() -> None:
    data = "protocolVersion: 2\nname: digits\ntype: data\nuri: ['https://example.org/d']\n"
    job = JOB.replace("taskRoles:", "  - {type: data, name: digits}\ntaskRoles:")
    made = pages(job, data)["jobs/train/"].html
    assert 'data-copy="bundled-file"' in made
    assert 'href="../../bundled/job/train.yaml"' in made
    assert "needs bundling" in made


def test_an_asset_can_be_pasted_into_a_job() -> None:
    made = pages(IMAGE)["dockerimages/python/"].html
    shown = re.search(r'<code id="snippet"[^>]*>(.*?)</code>', made, re.DOTALL)
    assert shown
    text = html.unescape(re.sub(r"<[^>]+>", "", shown[1]))
    assert text == '- type: dockerimage\n  name: python\n  version: "3.12"\n  uri: python:3.12-slim\n'


def test_links_go_to_the_web_only() -> None:
    data = "protocolVersion: 2\nname: d\ntype: data\nuri: ['javascript:alert(1)', 'https://x.y/z', 'hdfs://h/p']\n"
    made = pages(data)["data/d/"].html
    assert 'href="https://x.y/z"' in made
    assert 'href="javascript' not in made
    assert "hdfs://h/p" in made


def test_search_knows_what_filters_need() -> None:
    entry = pages(DESCRIBED)["jobs/train/"].search
    assert entry
    assert entry.facets == {
        "type": ("job",),
        "tag": ("vision", "a b"),
        "license": ("MIT",),
        "grade": ("B",),
        "status": ("valid",),
        "gpus": ("2",),
        "memory": ("up-to-8-gb",),
        "scale": ("single",),
        "findings": ("warning",),
    }
    assert "learning rate" in entry.text


def test_hostile_values_are_text() -> None:
    hostile = '"<script>alert(1)</script>{{ 7*7 }}\\u001b[2J\\uffff"'
    job = JOB.replace('"hello"', hostile) + (
        f"contributor: {hostile}\ndescription: {hostile}\n"
        f"extras: {{paicatalog: {{tags: [{hostile}], summary: {hostile}, license: {hostile}, homepage: {hostile}, "
        f"deprecated: {{reason: {hostile}, successor: {hostile}}}, results: [{hostile}], citation: {hostile}}}}}\n"
    )
    page = pages(job)["jobs/train/"]
    assert "<script" not in page.html
    assert "<script>alert" not in page.head and page.head.count("</script>") == 1
    assert "{{ 7*7 }}" in page.html
    assert not re.search("[\x00-\x08\x0b-\x1f\uffff]", page.html + page.title + page.description)


@pytest.mark.parametrize(
    "facts", ["1", "[]", "{tags: 5, deprecated: yes, results: {a: 1}}", "{tags: [{}], results: 3}"]
)
def test_broken_facts_break_nothing(facts: str) -> None:
    assert pages(JOB + f"extras: {{paicatalog: {facts}}}\n")["jobs/train/"].html


@pytest.mark.parametrize(
    "broken",
    [
        "taskRoles: []",
        "taskRoles: {main: 3}",
        "parameters: 3",
        "parameters: [1]",
        "deployments: [1]",
        "prerequisites: {a: 1}",
        "prerequisites: [1, {type: x}, {name: 3}]",
        "secrets: hunter2",
        "defaults: {deployment: [1]}",
    ],
)
def test_broken_jobs_have_a_page_all_the_same(broken: str) -> None:
    key = broken.split(":", maxsplit=1)[0]
    rest = re.sub(rf"^{key}:.*\n(?:[ \t].*\n|\n)*", "", JOB, flags=re.MULTILINE)
    page = pages(rest + broken + "\n")["jobs/train/"]
    assert "This file is not valid." in page.html


def test_large_values_are_bounded_or_scroll() -> None:
    tags = ", ".join(f"tag{number}" for number in range(200))
    job = JOB + f"description: {'x' * 50_000}\nextras: {{paicatalog: {{tags: [{tags}]}}}}\n"
    assert "tag199" in pages(job)["jobs/train/"].html


def test_a_page_does_not_grow_with_its_users() -> None:
    jobs = [JOB.replace("name: train", f"name: train{number}") for number in range(150)]
    made = pages(IMAGE, *jobs)["dockerimages/python/"].html
    assert "and 50 more" in made
    listed = made.split('id="used-by"', 1)[1].split("</section>", 1)[0]
    assert listed.count("../../jobs/train") == 100
    assert "and 142 more" in made  # in the drawing


def test_pages_are_the_same_each_time() -> None:
    once, again = ([page.html for page in component_pages(context(DESCRIBED, IMAGE))] for _ in range(2))
    assert once == again


def test_files_that_are_no_component_have_a_page() -> None:
    made = pages("name: [x\n", JOB, JOB)
    broken = next(page for url, page in made.items() if url.startswith("problems/catalog-0"))
    twice = next(page for url, page in made.items() if url.startswith("problems/catalog-2"))
    assert "yaml-syntax" in broken.html
    assert "paicatalog validate catalog/0.yaml" in broken.html
    assert '<a href="../../jobs/train/">train 2</a>' in twice.html


def test_a_broken_file_leads_to_its_lines_in_the_repository() -> None:
    made = pages("name: [x\n")
    (broken,) = (page for url, page in made.items() if url.startswith("problems/"))
    file = "https://github.com/x/y/blob/HEAD/catalog/0.yaml"
    assert re.search(rf'href="{file}#L\d+"', broken.html)
    assert "issues/new?" in broken.html and f'href="{file}" data-at-line' in broken.html
