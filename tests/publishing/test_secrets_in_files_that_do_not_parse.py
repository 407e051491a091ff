"""Files that are not valid YAML, or not UTF-8, are masked by lines and indentation."""

import pytest

from paicatalog.protocol.document import SourceFile
from paicatalog.protocol.place import Span
from paicatalog.protocol.read import parse
from paicatalog.publishing.excerpt import excerpt
from paicatalog.publishing.masking import masked

SECRET = "Vq8Zt W2mXp7R.k3-d"
BROKEN = "a: [\n"
TEXTS = {
    "tabs": f"secrets:\n\ttoken: {SECRET}\n{BROKEN}",
    "a list": f"secrets:\n- {SECRET}\n{BROKEN}",
    "a literal block": f"{BROKEN}secrets:\n  key: |\n    first\n\n    {SECRET}\nname: x\n",
    "a folded block of a list": f"{BROKEN}secrets:\n  - >-\n    {SECRET}\n",
    "misspelled": f"{BROKEN}secerts:\n  a: {SECRET}\n",
    "brackets over lines": f"secrets: {{a: 1,\nb: {SECRET},\n c: x}}\n{BROKEN}",
    "a quote over lines": f'{BROKEN}secrets: {{a: "x\n{SECRET}\n"}}\n',
    "one line of JSON": f'{{"jobName": "x", "secrets": {{"a": "{SECRET}"}}, "b": [}}',
    "JSON with comments": f'{{"jobName": "x", // c\n "secrets": {{"a": "{SECRET}"}}, "image": "y"}}',
    "a login": f"{BROKEN}auth: {{username: ada, passwd: {SECRET}}}\n",
    "a login in a block": f"{BROKEN}  auth:\n    apikey: {SECRET}\n    user: ada\n",
    "a comment": f"{BROKEN}# password: {SECRET}\n",
    "commented out": f"{BROKEN}# secrets:\n#   a: {SECRET}\n",
    "commented out in a block": f"{BROKEN}  #secrets:\n  #- {SECRET}\n",
    "a forgotten colon": f"{BROKEN}secrets\n  a: {SECRET}\n",
    "another sign for a colon": f"{BROKEN}secrets;\n  a: {SECRET}\n",
    "a marked key": f"{BROKEN}? secrets\n: a: {SECRET}\n",
    "an assignment": f"{BROKEN}- export API_TOKEN={SECRET}\n",
    "carriage returns": f"{BROKEN}secrets:\r\n  a: {SECRET}\r\n",
    "several documents": f"a: 1\n---\nsecrets: {{a: '{SECRET}'}}\n",
}


def readable(content: bytes, text: str) -> list[str]:
    """Return the masked file, and the excerpt of each line."""
    document = parse(SourceFile("a.yaml", content))
    lines = [excerpt(document, Span(number, 1, number, 2))[0] for number in range(1, text.count("\n") + 2)]
    return [masked(document).source.content.replace(b"\0", b"").decode("latin-1"), *lines]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "latin-1"])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_no_word_of_a_secret_is_readable(text: str, encoding: str) -> None:
    content = (text + ("# \u00e9\n" if encoding == "latin-1" else "")).encode(encoding)
    for shown in readable(content, text):
        assert "Vq8Zt" not in shown
        assert "W2mXp7R" not in shown


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_repetitions_are_masked_too(text: str) -> None:
    shown = readable((text + "\n# see W2mXp7R.k3-d, again\n").encode(), text)
    assert "# see (secret), again" in shown[0]


def test_what_is_no_secret_stays() -> None:
    text = (
        "name: [x\nauthor: Ada\ntokenizer: bert-base\nsecrets:\n  token: <your token>\n  key: '******'\n"
        "parameters:\n  rate: 0.01\ncommands:\n  - python train.py --rate <% $parameters.rate %>\n"
    )
    document = parse(SourceFile("a.yaml", text.encode()))
    assert document.data is None
    assert masked(document) is document


def test_other_bytes_stay() -> None:
    content = b"secrets: {a: Vq8ZtW2m}\n# caf\xe9 \xff\xfe Vq8ZtW2m\n"
    assert masked(parse(SourceFile("a.yaml", content))).source.content == (
        b'secrets: "******"\n# caf\xe9 \xff\xfe (secret)\n'
    )
    marked = "\ufeffsecrets: {a: Vq8ZtW2m}\n".encode("utf-16-le")
    assert masked(parse(SourceFile("a.yaml", marked))).source.content == '\ufeffsecrets: "******"\n'.encode("utf-16-le")
