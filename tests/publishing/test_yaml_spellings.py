"""However YAML spells a secret, it is masked, and nothing else of the data changes."""

import string
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from paicatalog.protocol.document import Document, SourceFile
from paicatalog.protocol.place import Span
from paicatalog.protocol.read import parse
from paicatalog.publishing.excerpt import excerpt
from paicatalog.publishing.masking import masked

SECRET = "Vq8ZtW2mXp7R.k3-d"
TOKEN = "ghp_" + "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5"
JOB = """protocolVersion: 2
name: a
type: job
prerequisites:
  - {type: dockerimage, name: python, uri: python}
taskRoles:
  main:
    dockerImage: python
    resourcePerInstance: {cpu: 1, memoryMB: 1, gpu: 0}
    commands: [ls]
"""

ordinary = st.text(string.ascii_letters + string.digits + " :#'\"\\{}[],&*!|>%@`-?\n\t\u00e4\u2028\x85", max_size=20)
texts = st.lists(st.one_of(ordinary, st.sampled_from([SECRET, TOKEN])), max_size=4).map("/".join)
values = st.recursive(
    st.one_of(texts, st.integers(), st.booleans(), st.none()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)),
    max_leaves=8,
)
styles = st.fixed_dictionaries(
    {
        "default_style": st.sampled_from([None, '"', "'", "|", ">"]),
        "default_flow_style": st.booleans(),
        "width": st.sampled_from([10, 40, 200]),
        "allow_unicode": st.booleans(),
        "explicit_start": st.booleans(),
    }
)


def document(text: str) -> Document:
    return parse(SourceFile("a.yaml", text.encode("utf-8", "surrogatepass")))


def replaced(value: Any) -> Any:
    """Return data with the secrets in values replaced, and the keys of mappings left out."""
    if isinstance(value, str):
        return value.replace(TOKEN, "(secret)").replace(SECRET, "(secret)")
    if isinstance(value, dict):
        return [replaced(item) for item in value.values()]
    return [replaced(item) for item in value] if isinstance(value, list) else value


@given(parameters=values, style=styles)
def test_only_the_secrets_change(parameters: Any, style: dict[str, Any]) -> None:
    data = {"name": "a", "secrets": {"key": SECRET}, "parameters": parameters}
    text = yaml.safe_dump(data, sort_keys=False, **style)
    found = document(text)
    published = masked(found)
    for readable in (published.source.text, str(published.data), masked(document(text + "- [")).source.text):
        assert SECRET not in readable
        assert TOKEN not in readable
    if found.data == data:  # The server's reader reads some of what PyYAML writes otherwise.
        assert document(published.source.text).data == published.data
        assert published.data["secrets"] == {"key": "******"}
        assert replaced(published.data["parameters"]) == replaced(parameters)


SPELLED = {
    "escapes": '"\\x56\\u0071\\U00000038ZtW2mXp7R.k3-d"',
    "a continued line": '"Vq8ZtW2m\\\n    Xp7R.k3-d"',
    "a folded scalar": ">-\n    Vq8ZtW2mXp7R.k3-d",
    "a literal scalar": "|3\n      Vq8ZtW2mXp7R.k3-d",
    "a tag": "!!str Vq8ZtW2mXp7R.k3-d",
    "binary": "!!binary VnE4WnRXMm1YcDdSLmszLWQ=",
    "an anchor with a comment": "&x # here\n    Vq8ZtW2mXp7R.k3-d",
    "an alias": "*known",
    "a list": "[a, {b: Vq8ZtW2mXp7R.k3-d}]",
    "a merged mapping": "\n    <<: *mapping",
}


@pytest.mark.parametrize("spelled", SPELLED.values(), ids=SPELLED)
def test_values_as_yaml_reads_them(spelled: str) -> None:
    text = (
        "extras: {a: &known Vq8ZtW2mXp7R.k3-d, b: &mapping {password: Vq8ZtW2mXp7R.k3-d}}\n"
        f"secrets:\n  key: {spelled}\nparameters: {{again: 'x Vq8ZtW2mXp7R.k3-d', n: 1}}\n"
    )
    original = document(text)
    published = masked(original)
    assert original.data is not None
    assert "Vq8Z" not in published.source.text
    assert "ZtW2mXp7R" not in published.source.text + str(published.data)
    assert published.data["parameters"] == {"again": "x (secret)", "n": 1}
    assert document(published.source.text).data == published.data
    for number in range(1, text.count("\n") + 2):
        assert "ZtW2mXp7R" not in excerpt(original, Span(number, 1, number, 2))[0]


@pytest.mark.parametrize(
    ("number", "again"), [("12345678", "12345678"), ("0x1f23456", "32650326"), ("!!int '87654321'", "87654321")]
)
def test_numbers(number: str, again: str) -> None:
    published = masked(document(f"secrets: {{pin: {number}}}\nparameters: {{a: {again}, b: 'x {again}', c: 5}}\n"))
    assert published.data == {"secrets": {"pin": "******"}, "parameters": {"a": "(secret)", "b": "x (secret)", "c": 5}}
    assert again not in published.source.text


def test_names_stay_different() -> None:
    other = TOKEN[:-4] + "wXyZ"
    text = f"parameters:\n  {TOKEN}: &k_{TOKEN} 1\n  {other}: &k_{other} 2\n  a: *k_{TOKEN}\n  b: *k_{other}\n"
    published = masked(document(text))
    assert published.data["parameters"] == {"secret1": 1, "secret2": 2, "a": 1, "b": 2}
    assert "aB3dE5gH" not in published.source.text


@pytest.mark.parametrize(
    "spelled",
    [
        "a%20b%2Fc-d-e-f",
        "YSBiL2MtZC1lLWY=",
        "dXNlcjphIGIvYy1kLWUtZg==",
        "61206228c2d".replace("28c2d", "2f632d642d652d66"),
        "a b/c-d-e-f",
    ],
)
def test_other_spellings_in_the_same_file(spelled: str) -> None:
    published = masked(document(f"secrets: {{key: a b/c-d-e-f}}\nparameters: {{x: '--{spelled}--'}}\n"))
    assert "(secret)" in published.data["parameters"]["x"]
    assert spelled[4:12] not in published.source.text


def test_a_key_named_as_its_value_reveals_nothing() -> None:
    published = masked(document("secrets: {password: password}\nparameters: {password: password}\nname: password1\n"))
    assert published.data["secrets"] == {"password": "******"}
    assert published.data["name"] == "password1"


@pytest.mark.parametrize("word", ["taskRoles", "dockerimage", "prerequisites", "instances", "paicatalog"])
def test_words_of_the_protocol_stay(word: str) -> None:
    text = "type: job\nprerequisites: [{type: dockerimage}]\ntaskRoles: {a: {instances: 1}}\nextras: {paicatalog: {}}\n"
    published = masked(document(text + f"secrets: {{key: {word}}}\n"))
    assert published.source.text == text + 'secrets: {key: "******"}\n'


def test_a_role_or_port_may_be_called_secret() -> None:
    text = "taskRoles: {secret: {instances: 1, resourcePerInstance: {ports: {secrets: 2}}}}\nauthor: Ada\n"
    found = document(text)
    assert masked(found) is found


@pytest.mark.parametrize("before", ["\t", "\u00a0\u00a0", ""], ids=["tab", "no-break space", "not indented"])
def test_a_secret_that_belongs_below_secrets_is_masked(before: str) -> None:
    found = document(f"{JOB}secrets:\n{before}a: {SECRET}\n")
    published = masked(found)
    assert SECRET not in published.source.text + str(published.data)
    assert published.source.text == found.source.text.replace(SECRET, '"******"')


def test_behind_tabs_a_secret_is_masked_to_its_last_character() -> None:
    found = document(f"{JOB}\textras:\n\ta: 1\n\tb: 2\nsecrets: {{a: {SECRET}}}\n")
    assert masked(found).source.text == found.source.text.replace(SECRET, '"******"')
