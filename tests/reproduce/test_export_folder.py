"""The contents of an export folder: README, results check, and escaping of any text in the job."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from markdown_it import MarkdownIt

from paicatalog.protocol.check import find_problems
from paicatalog.protocol.document import SourceFile
from paicatalog.protocol.read import parse
from paicatalog.protocol.yaml.dump import dump
from paicatalog.reproduce.folder.readme import folder_files
from paicatalog.reproduce.instructions import File, Instructions, Step, Untranslated
from paicatalog.reproduce.job.request import Request
from paicatalog.reproduce.job.runnable_job import RunnableJob, runnable_job
from paicatalog.reproduce.platforms import PLATFORMS
from paicatalog.reproduce.shell.code import literal, plain

Job = Callable[..., dict[str, Any]]
COMMAND = "train <% $parameters.lr %> <% $parameters.n.deep %> <% $secrets.registry.password %>"


def texts(found: Instructions, data: dict[str, Any], *notices: str) -> dict[str, str]:
    request = Request(data=data, name="demo", cluster="https://pai.example.com")
    return {file.name: plain(file.content) for file in folder_files(found, request, notices=notices)}


def html(markdown: str) -> str:
    return str(MarkdownIt("commonmark").render(markdown))


def test_the_readme_says_what_is_needed_and_what_to_type(job: Job) -> None:
    data = job(COMMAND, parameters={"lr": "0.125", "n": {"deep": "value-7"}}, secrets={"registry": {"password": ""}})
    steps = (Step("Run `it` now.", literal("./run.sh\n")), Step("Read."), Step("Stop it.", literal("./stop.sh ```")))
    files = (File("run.sh", literal("lr=0.125"), executable=True),)
    lost = (Untranslated("jobRetryCount", ("jobRetryCount",), "Run it again yourself."),)
    made = texts(Instructions("docker", "Docker", steps, files, lost), data)
    readme = made["README.md"]
    assert list(made) == ["README.md", "run.sh", "untranslated.md", "untranslated.json"]
    assert readme.startswith("# demo on Docker\n")
    for part in (
        "- Hardware: 1 container, 4 GB memory, 2 CPUs.\n",
        "- Image: `python:3.12`.\n",
        "  - `PAI_SECRET_registry_password` for `secrets.registry.password`\n",
        "  - `lr` for `$parameters.lr`\n",
        "  - `n_deep` for `$parameters.n.deep`\n",
        "\n1. Run `it` now.\n\n```bash\n./run.sh\n```\n\n2. Read.\n\n3. Stop it.\n\n````bash\n./stop.sh ```\n````\n",
        "- `jobRetryCount` (at `/jobRetryCount`): Run it again yourself.\n",
    ):
        assert part in readme
    assert "0.125" not in readme and "value-7" not in readme
    assert "Run it again yourself." in made["untranslated.md"]
    assert json.loads(made["untranslated.json"]) == [
        {"feature": "jobRetryCount", "pointer": "/jobRetryCount", "why": "Run it again yourself."}
    ]


def test_where_nothing_is_lost_it_says_so(job: Job) -> None:
    made = texts(Instructions("docker", "Docker"), job())
    assert "Nothing: the platform carries all" in made["README.md"]
    assert "Nothing" in made["untranslated.md"] and made["untranslated.json"] == "[]\n"
    assert "What differs" not in texts(Instructions("openpai", "OpenPAI"), job())["README.md"]


def test_notices_come_first(job: Job) -> None:
    readme = texts(Instructions("docker", "Docker"), job(), "It has `errors`.")["README.md"]
    assert readme.index("> **Mind this:** It has `errors`.\n") < readme.index("## What it needs")


def test_a_job_with_expected_results_can_be_checked(job: Job) -> None:
    results = [{"metric": "accuracy", "value": 0.9}]
    made = texts(Instructions("docker", "Docker"), job(extras={"paicatalog": {"results": results}}))
    assert "python3 check_results.py metrics.json\n" in made["README.md"]
    assert json.loads(made["expected-results.json"]) == [{"metric": "accuracy", "value": 0.9}]
    assert "check_results" not in texts(Instructions("docker", "Docker"), job())["README.md"]


def test_hostile_names_stay_text(job: Job, hostile: str) -> None:
    data = job(f"a <% $secrets.{hostile} %> <% $parameters.{hostile} %>", secrets={}, parameters={hostile: 1})
    lost = (Untranslated(hostile, ("extras", hostile), hostile),)
    odd = Instructions("docker", "Docker", (Step(hostile.replace("`", "")),), (), lost)
    for name, text in texts(odd, data, hostile.replace("`", "")).items():
        if name.endswith(".md"):
            shown = html(text)
            assert not [tag for tag in ("<b>", "<img", "<a ", "<em>", "<strong>x") if tag in shown]
            assert shown.count("<h1>") == 1 and "\x1b" not in text
    assert json.loads(texts(odd, data)["untranslated.json"])[0]["feature"] == hostile


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_same_job_gives_the_same_bytes_without_values(job: Job, platform: str) -> None:
    data = job(COMMAND, parameters={"lr": "value-1", "n": {"deep": "value-7"}}, secrets={"registry": {"password": ""}})
    request = Request(data=data, name="demo", cluster="https://pai.example.com")
    made = [folder_files(PLATFORMS[platform].instruct(request), request) for _ in range(2)]
    assert made[0] == made[1]
    for file in made[0]:
        if file.name in ("untranslated.md", "untranslated.json"):
            assert "value-" not in plain(file.content)
    assert len({file.name for file in made[0]}) == len(made[0])


def left_out(data: dict[str, Any]) -> list[str]:
    found = runnable_job(parse(SourceFile("", dump(data).encode())))
    assert isinstance(found, RunnableJob), found
    assert not find_problems(found.data)
    return [each.feature for each in found.left_out]


def test_what_is_wrong_can_be_left_out(job: Job) -> None:
    assert left_out(job()) == []
    assert left_out(job(nonsense=1, description=3, jobRetryCount=-1)) == ["nonsense", "jobRetryCount", "description"]
    assert left_out(job(role={"data": "nowhere", "instances": 0, "x": {}})) == ["x", "instances", "data"]
    odd = job(defaults={"deployment": "x"}, deployments=[])
    assert sorted(left_out(odd)) == ["deployment", "deployments"]
    twice = job()
    twice["prerequisites"] += [{"type": "data", "name": "d"}, {"type": "data", "name": "d"}, {"type": "data"}]
    assert left_out(twice) == ["prerequisites[3]", "prerequisites[2]"]


@pytest.mark.parametrize(
    ("keys", "where"),
    [
        ({"name": "a b"}, "/name"),
        ({"taskRoles": {}}, "/taskRoles"),
        ({"taskRoles": {"a b": {}}}, "/taskRoles/a b"),
        ({"prerequisites": 3}, "/taskRoles/worker"),
        ({"role": {"commands": [3]}}, "/taskRoles/worker/commands/0"),
        ({"role": {"commands": ["<%"]}}, "/taskRoles/worker/commands/0"),
        ({"role": {"dockerImage": "other"}}, "/taskRoles/worker"),
        ({"role": {"resourcePerInstance": {"cpu": 1}}}, "/taskRoles/worker"),
    ],
)
def test_what_a_job_cannot_do_without_is_named(job: Job, keys: dict[str, Any], where: str) -> None:
    assert runnable_job(parse(SourceFile("", dump(job(**keys)).encode()))) == where
