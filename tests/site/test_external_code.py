"""Inline code of the theme's templates becomes files; what a page shows does not."""

from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader, Environment, pass_context

from paicatalog.site.theme.data_images import with_image_files
from paicatalog.site.theme.external_code import ExternalCode
from paicatalog.site.theme.template_loader import TemplateLoader

SVG = "<svg xmlns='http://www.w3.org/2000/svg'/>"


@pass_context
def url(context: Any, to: str) -> str:
    return f"{context['base_url']}/{to}"


def rendered(source: str, **values: str) -> tuple[str, ExternalCode]:
    """Render a template of the theme for a page at depth one; return the page, and the code that was moved."""
    code = ExternalCode()
    environment = Environment(loader=TemplateLoader(DictLoader({"page": source}), None, patches=(), report=pytest.fail))
    environment.filters["url"] = url
    code.install(environment)
    return environment.get_template("page").render({"base_url": "..", **values}), code


def only_file(code: ExternalCode) -> tuple[str, str]:
    (file,) = code.files()
    return f"../{file.url}", file.content.decode()


def test_a_script_is_a_file_in_the_same_place() -> None:
    page, code = rendered(
        '<b>{% if true %}<script id="a">go("{{ base_url }}")</script>{% endif %}</b><script src="z.js"></script>'
    )
    address, text = only_file(code)
    assert page == f'<b><script id="a" src="{address}"></script></b><script src="z.js"></script>'
    assert text == 'go("..")\n'


def test_the_order_of_scripts_stays() -> None:
    page, code = rendered("<script>first()</script><script src=second.js></script><script>third()</script>")
    names = {file.content: file.url for file in code.files()}
    assert page.index(names[b"first()\n"]) < page.index("second.js") < page.index(names[b"third()\n"])


def test_equal_scripts_are_one_file() -> None:
    _, code = rendered("<script>go()</script><script>go()</script>")
    assert only_file(code)[1] == "go()\n"


@pytest.mark.parametrize("type_", ["application/json", "application/ld+json", "text/template"])
def test_data_stays(type_: str) -> None:
    source = f'<script type="{type_}">{{}}</script>'
    assert rendered(source)[0] == source


@pytest.mark.parametrize("type_", ["module", "text/javascript"])
def test_a_script_with_a_type_is_moved_too(type_: str) -> None:
    page, code = rendered(f'<script type="{type_}">go()</script>')
    assert page == f'<script type="{type_}" src="{only_file(code)[0]}"></script>'


def test_a_script_in_a_value_stays_inline() -> None:
    page, code = rendered("<p>{{ content }}</p>", content="<script>evil()</script>")
    assert page == "<p><script>evil()</script></p>"
    assert code.files() == []


def test_styles_are_files_with_their_images_beside_them() -> None:
    page, code = rendered(f'<style media="print">a{{b:url("data:image/svg+xml;charset=utf-8,{SVG}")}}</style>')
    style, image = sorted(code.files(), key=lambda file: file.url.endswith(".svg"))
    assert page == f'<link rel="stylesheet" href="../{style.url}" media="print">'
    assert style.content.decode() == f"a{{b:url(../../{image.url})}}\n"
    assert image.content.decode() == SVG


def test_style_attributes_are_rules() -> None:
    page, code = rendered('<p class="a" style="color: {{ color }}" id="b">x</p>', color="#fff")
    (name,) = code.rules
    assert page == f'<p class="a" data-pc-style="{name}" id="b">x</p>'
    assert code.style_sheet().decode() == f'[data-pc-style="{name}"]:not(#_){{color: #fff}}\n'


@pytest.mark.parametrize("value", ["a:b}c{d:e", "background: url(near.png)", "</style>"])
def test_what_is_no_plain_declaration_stays(value: str) -> None:
    code = ExternalCode()
    html = f'<p style="{value}">x</p>'
    assert code.without_style_attributes(html) == html
    assert code.rules == {}


def test_shown_code_is_no_attribute() -> None:
    html = '<p title=" style=\'a\'">&lt;p style="x"&gt; and style="y"</p>'
    assert ExternalCode().without_style_attributes(html) == html


def test_a_statement_that_begins_in_a_script_stays_whole() -> None:
    source = "<script>a(){% if true %}</script><b></b>{% endif %}"
    assert rendered(source)[0] == "<script>a()</script><b></b>"


@pytest.mark.parametrize(
    ("url", "content", "ending"),
    [
        ("'data:image/svg+xml;utf8,%3Csvg/%3E'", b"<svg/>", "svg"),
        ('"data:image/png;base64,aGk="', b"hi", "png"),
        ("data:image/gif;base64,aGk=", b"hi", "gif"),
        ("\"data:image/svg+xml,<svg fill='url(#a)'/>\"", b"<svg fill='url(#a)'/>", "svg"),
    ],
)
def test_an_image_in_a_style_sheet_is_a_file(url: str, content: bytes, ending: str) -> None:
    files: dict[str, bytes] = {}
    css = with_image_files(f"a{{b:url({url})}}c{{}}", files)
    ((address, found),) = files.items()
    assert (found, Path(address).suffix) == (content, f".{ending}")
    assert css == f"a{{b:url(../../{address})}}c{{}}"


@pytest.mark.parametrize("css", ['url("data:font/woff2;base64,aGk=")', "url(data:image/png;base64,x)", "url(near.png)"])
def test_other_urls_stay(css: str) -> None:
    files: dict[str, bytes] = {}
    assert with_image_files(css, files) == css
    assert files == {}
