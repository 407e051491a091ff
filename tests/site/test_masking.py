"""Literal secrets are masked in everything that is published."""

import pytest
from component_samples import JOB, pages, static

from paicatalog.protocol.document import SourceFile
from paicatalog.protocol.read import parse
from paicatalog.publishing.masking import masked

SECRETS = """\
secrets:
  plain: hunter2
  number: 1234567
  block: |
    block-secret
    second-line
  escaped: "esc\\x61ped-secret"
  nested: {list: [first-secret, 'second-secret']}
  anchored: &anchor anchored-secret
  placeholder: "<your token>"
  stars: "******"
"""
WORDS = ("hunter2", "1234567", "block-secret", "second-line", "scaped-secret", "sc\\x61ped", "first-secret")


def test_secrets_reach_nothing_that_is_published() -> None:
    job = JOB.replace("      - login", "      - login hunter2") + SECRETS
    shown = pages(job)["jobs/train/"]
    assert shown.search
    texts = [shown.html, shown.search.text, *(content.decode() for content in static(job).values())]
    for word in (*WORDS, "second-secret", "anchored-secret"):
        assert not any(word in text for text in texts), word
    assert "&lt;your token&gt;" in shown.html


def test_only_the_values_change_and_the_text_still_reads_as_the_data() -> None:
    source = SourceFile("a.yaml", (JOB + SECRETS + "extras: {again: *anchor}\n").encode())
    document = parse(source)
    found = masked(document)
    assert found is not document
    assert parse(found.source).data["secrets"] == found.data["secrets"]
    assert found.data["secrets"]["nested"] == {"list": ["******", "******"]}
    assert found.source.text.startswith(JOB)
    assert '  anchored: &anchor "******"\n' in found.source.text


@pytest.mark.parametrize("auth", ["{username: u, password: pass-word}", "\n      password: pass-word"])
def test_passwords_of_images(auth: str) -> None:
    job = JOB.replace('uri: "python:3.12-slim"}', "uri: python}").replace(
        "  - {type: dockerimage, name: python, uri: python}",
        f"  - type: dockerimage\n    name: python\n    uri: python\n    auth: {auth}",
    )
    assert "pass-word" not in pages(job)["jobs/train/"].html
    assert not any(b"pass-word" in content for content in static(job).values())


def test_files_without_secrets_stay_as_they_are() -> None:
    content = b"\xef\xbb\xbf" + (JOB + "secrets:\n  token: '******'\n").replace("\n", "\r\n").encode()
    source = SourceFile("a.yaml", content)
    assert masked(parse(source)).source is source


def test_the_byte_order_mark_and_line_ends_stay() -> None:
    content = b"\xef\xbb\xbf" + (JOB + "secrets:\n  token: hunter2\n").replace("\n", "\r\n").encode()
    source = SourceFile("a.yaml", content)
    assert masked(parse(source)).source.content == content.replace(b"hunter2", b'"******"')


def test_broken_files_are_masked_line_by_line() -> None:
    broken = (
        "name: [x\nsecrets:\n  token: hunter2\n  key: |\n    block-secret\nother: {auth: 1\n  password: pass-word\n"
    )
    (page,) = pages(broken).values()
    assert page.search
    for word in ("hunter2", "block-secret", "pass-word"):
        assert word not in page.html + page.search.text


def test_tokens_are_masked_wherever_they_stand() -> None:
    token = "ghp_" + "Ab1" * 12
    job = JOB.replace("hello", f"see {token}") + f"# old: {token}\n"
    assert token not in pages(job)["jobs/train/"].html
    assert not any(token.encode() in content for content in static(job).values())


def test_private_keys_are_masked_as_a_whole() -> None:
    key = "-----BEGIN PRIVATE KEY-----\n    c2VjcmV0\n    -----END PRIVATE KEY-----"
    job = JOB.replace("    print(1)", f"    {key}")
    assert "c2VjcmV0" not in pages(job)["jobs/train/"].html
