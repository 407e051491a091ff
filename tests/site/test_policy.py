"""The content security policy as text, its form for each host, and its options."""

from pathlib import Path

import pytest

from paicatalog.config import ConfigError, PolicyHost, make_config
from paicatalog.site.content_security_policy import ContentSecurityPolicy, LoadedByPage

HEADER = "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'; object-src 'none'"


@pytest.mark.parametrize(
    ("host", "file", "content"),
    [
        (PolicyHost.NETLIFY, "_headers", f"/*\n  Content-Security-Policy: {HEADER}\n"),
        (PolicyHost.CLOUDFLARE, "_headers", f"/*\n  Content-Security-Policy: {HEADER}\n"),
        (PolicyHost.APACHE, ".htaccess", f'Header always set Content-Security-Policy "{HEADER}"\n'),
        (PolicyHost.NGINX, "content-security-policy.conf", f'add_header Content-Security-Policy "{HEADER}" always;\n'),
    ],
)
def test_each_host_has_its_file(host: PolicyHost, file: str, content: str) -> None:
    made = ContentSecurityPolicy().file(host)
    assert made is not None
    assert (made.url, made.content.decode()) == (file, content)


def test_a_page_has_no_directive_that_only_headers_can_have() -> None:
    assert b"frame-ancestors" not in ContentSecurityPolicy().element()
    assert ContentSecurityPolicy().file(PolicyHost.META) is None


def test_sources_are_added_to_the_site_itself() -> None:
    sources = frozenset({("img-src", "https://b.example"), ("img-src", "data:"), ("object-src", "https://c.example")})
    policy = ContentSecurityPolicy(sources).text().split("; ")
    assert "img-src 'self' data: https://b.example" in policy
    assert "object-src https://c.example" in policy


@pytest.mark.parametrize("url", ["a.png", "/a.png", "?a", "https://a;script-src/x", "https://[x/a.png", "https://a b/"])
def test_no_other_url_is_a_source(url: str) -> None:
    assert LoadedByPage.of(f'<img src="{url}">').sources == set()


@pytest.mark.parametrize(
    ("html", "kinds"),
    [
        ("<script>go()</script>", {"<script>"}),
        ("<script type=module>go()</script>", {"<script>"}),
        ('<script type="application/ld+json">{}</script><script src="a.js"></script>', set()),
        ('<p style="color: red" onclick="go()">', {"style=", "onclick="}),
        ("<style>a{}</style>", {"<style>"}),
        ("&lt;script&gt;", set()),
    ],
)
def test_code_that_the_policy_blocks_is_found(html: str, kinds: set[str]) -> None:
    assert LoadedByPage.of(html).blocked == kinds


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("content_security_policy", "github", "one of meta, netlify, cloudflare, apache, nginx, not `github`"),
        ("content_security_sources", {"imgsrc": "x"}, "`imgsrc: x`"),
        ("content_security_sources", {"img-src": "https://a; script-src *"}, "`img-src: https://a; script-src *`"),
        ("content_security_sources", {"img-src": "https://a\n/*"}, "`img-src: https://a\n/*`"),
        ("content_security_sources", {"img-src": "$host"}, "`img-src: $host`"),
        ("content_security_sources", "https://a", "map directives to sources"),
        ("content_security_sources", {"img-src": [1]}, "`img-src: 1`"),
    ],
)
def test_a_wrong_option_is_refused(tmp_path: Path, name: str, value: object, words: str) -> None:
    (tmp_path / "catalog").mkdir()
    with pytest.raises(ConfigError) as refused:
        make_config(tmp_path / "mkdocs.yml", {}, {name: value})
    assert words in str(refused.value)
    assert "write `" in str(refused.value)
