"""Templates are rendered as by the server. The table was made with mustache.js 2.3.2."""

from time import perf_counter
from typing import Any

import pytest

from paicatalog.protocol.javascript.values import JavaScriptDate
from paicatalog.protocol.template.entrypoint import MASK, render_job
from paicatalog.protocol.template.render import Segment, TemplateError, render_template, trim

SCOPE: dict[str, object] = {
    "$parameters": {
        "lr": 0.1,
        "l": [1, [2, 3], None],
        "m": {"a": "b"},
        "s": "text",
        "none": None,
        "day": JavaScriptDate.utc(2019, 1, 1),
        "with-dash": True,
        "template": "<% $parameters.lr %>",
        "html": '<a href="x">&\'`=/</a>',
    }
}

RENDERED = {
    "a <% $parameters.lr %> b": "a 0.1 b",
    "<%\n$parameters.lr\n%>": "0.1",
    "<%$parameters.missing%>": "<% $parameters.missing %>",
    "<% $parameters.none %>": "<% $parameters.none %>",
    "<% $secrets.x %>": "<% $secrets.x %>",
    "<% parameters.lr %>": "<% parameters.lr %>",
    '<% $parameters["lr"] %>': '<% $parameters["lr"] %>',
    "<% $parameters.l[1][0] %>": "2",
    "<% $parameters.l.1.1 %>": "3",
    "<% $parameters.l[9] %>": "<% $parameters.l.9 %>",
    "<% $parameters.l %>": "1,2,3,",
    "<% $parameters.m %>": "[object Object]",
    "<% $parameters.m.a.b.c %>": "<% $parameters.m.a.b.c %>",
    "<% $parameters.with-dash %>": "true",
    "<% $parameters.template %>": "<% $parameters.lr %>",
    "<% $parameters.html %>": '<a href="x">&\'`=/</a>',
    "<% $parameters.s.length %>": "4",
    "<% $parameters.s.1 %>": "e",
    "<% $parameters.constructor.name %>": "Object",
    "<% $parameters.l.constructor.name %>": "Array",
    "<% $parameters.m.hasOwnProperty %>": "false",
    "<% toString %>": "[object Object]",
    "<% . %>": "[object Object]",
    "<% $parameters.day %>": "Tue Jan 01 2019 00:00:00 GMT+0000 (Coordinated Universal Time)",
    "<%%>": "<%  %>",
    "{{{ x }}} %> done": "{{{ x }}} %> done",
    "a <%& $parameters.lr %> b": "a  b",
    "a <%{$parameters.lr}%> b": "a  b",
    "a <%> partial %> b": "a  b",
    "x <%! stays %>\ny": "x \ny",
    "x\n  <%! gone %>  \ny": "x\ny",
    "x\n<%# s %>\nhidden <% $parameters.lr %>\n<%/ s %>\ny": "x\ny",
    "<%^ s %>a<%/ s %>b": "b",
    "<%= [[ ]] =%>[[ $parameters.lr ]] <% x %>": "0.1 <% x %>",
    "\xa0\ufeff a \u2003": "a",
    "": "",
}


@pytest.mark.parametrize(("template", "rendered"), RENDERED.items())
def test_rendered_as_on_the_server(template: str, rendered: str) -> None:
    segments = trim(render_template(template, SCOPE))
    assert "".join(segment.text for segment in segments) == rendered


REFUSED = {
    "a <% x": ("<% x", 2),
    "<% { x } %>": ("<% { x } %>", 0),
    "<%= x =%>": ("<%= x =%>", 0),
    "a <%# x %> b": ("<%# x %>", 2),
    "<%# x %><%# y %><%/ x %>": ("<%# y %>", 8),
    "<%/ x %>": ("<%/ x %>", 0),
    "a <% $parameters.lr.toFixed %>": ("<% $parameters.lr.toFixed %>", 2),
    "constructor": ("constructor", 0),
}


@pytest.mark.parametrize(("template", "expected"), REFUSED.items())
def test_refused_as_on_the_server(template: str, expected: tuple[str, int]) -> None:
    with pytest.raises(TemplateError) as caught:
        render_template(template, SCOPE)
    assert (caught.value.tag, caught.value.offset) == expected


def test_segments_tell_names_from_text() -> None:
    segments = render_template(" run <% $parameters.lr %> <% $parameters.l[1] %> <% $secrets.x %>", SCOPE)
    assert segments == (
        Segment(" run "),
        Segment("0.1", "$parameters.lr"),
        Segment(" "),
        Segment("2,3", "$parameters.l.1"),
        Segment(" "),
        Segment("<% $secrets.x %>", "$secrets.x", resolved=False),
    )


def test_long_templates_take_no_time() -> None:
    started = perf_counter()
    for template in (
        "<%" + " " * 100_000,
        "<% x %>" * 10_000,
        "<%# a %>" * 10_000,
        " \n" * 60_000 + "<% x %>",
    ):
        try:
            render_template(template, SCOPE)
        except TemplateError as error:
            assert len(error.tag) < 100
    assert perf_counter() - started < 5  # Detects quadratic time; usually much faster.


def test_a_job_renders_with_its_deployment(job: dict[str, Any]) -> None:
    assert render_job(job).text("worker") == "a\ntrain --lr 0.1\nsave hdfs://model\nz"
    del job["defaults"]
    assert render_job(job).text("worker") == "train --lr 0.1\nsave hdfs://model"
    assert render_job(job, deployment="prod").text("worker").startswith("a\n")
    with pytest.raises(KeyError):
        render_job(job, deployment="test")


def test_given_parameters_replace_the_jobs_own(job: dict[str, Any]) -> None:
    assert "--lr 1000" in render_job(job, parameters={"lr": 1e3}).text("worker")
    assert job["parameters"]["lr"] == 0.1


def test_a_role_sees_only_what_it_names(job: dict[str, Any]) -> None:
    job["taskRoles"]["worker"]["commands"] = ["<% $data.uri[1] %> <% $script.version %> <% $dockerImage.uri %>"]
    del job["defaults"]
    assert render_job(job).text("worker") == "https://a.example/2 1 <% $dockerImage.uri %>"
    del job["taskRoles"]["worker"]["data"]
    assert render_job(job).text("worker") == "<% $data.uri.1 %> 1 <% $dockerImage.uri %>"


def test_commands_are_trimmed_and_joined(job: dict[str, Any]) -> None:
    job["taskRoles"]["worker"]["commands"] = ["  a  ", "b\n\n", "", "# c", "\td "]
    del job["defaults"]
    assert render_job(job).text("worker") == "a\nb\n\n# c\nd"


def test_secrets_are_masked_unless_asked_for(job: dict[str, Any]) -> None:
    login = {"username": "ada", "password": "<% $secrets.pass %>", "registryuri": "<% $parameters.lr %>"}
    job["prerequisites"][0]["auth"] = login
    masked = render_job(job).auth["torch"]
    assert masked == {"username": "ada", "password": MASK, "registryuri": "<% $parameters.lr %>"}
    assert render_job(job, show_secrets=True).auth["torch"]["password"] == "word"
    job["prerequisites"][0]["auth"] = {"password": "literal"}
    assert render_job(job).auth["torch"] == {"password": MASK}
