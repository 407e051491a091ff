"""Secrets of every kind are found, wherever they stand; placeholders, hashes and the like are not."""

import base64
import hashlib
import random
import uuid

import pytest
from planted_secrets import kinds, planted

from paicatalog.rules.token_shapes import SHAPES, Token, may_contain_token, tokens

KINDS = [pytest.param(template, id=kind) for kind, template in kinds().items()]
HARMLESS = {
    "stars": "curl -u me:****** https://h",
    "angle brackets": 'curl -H "Authorization: Bearer <your token>" https://h',
    "template": "docker login -u me -p <% $secrets.password %> registry.example.org",
    "variable": "mysql -u root -p$MYSQL_PASSWORD x; export DB_PASSWORD=$PASSWORD TOKEN=${TOKEN} API_KEY=$(cat /key)",
    "variable in quotes": 'curl -H "Authorization: Bearer $TOKEN" -u "me:${PASSWORD}" \'https://h?token=\'$TOKEN',
    "variable in a URL": "git clone https://me:${TOKEN}@github.com/me/x.git https://$USER:$PASSWORD@h/x",
    "workflow": "password: ${{ secrets.DB_PASSWORD }}",
    "CHANGEME": "DB_PASSWORD=CHANGEME python x.py --password changeme --token change-me",
    "defaults": "TOKEN=${TOKEN:-} PASSWORD=${PASSWORD:-$OTHER} API_KEY=${API_KEY:-none} SECRET=${SECRET:?is not set}",
    "Markdown": "**Password:** none. `password`: **required**. **Token** limit: `4096`. Token: `<token>`",
    "name beside value": "name: token\nvalue: 512\n\nname: PASSWORD\nvalue: $PASSWORD\nname: max_tokens, value: 64",
    "your-token": "--token your-token --api-key YOUR_API_KEY PASSWORD=your_password",
    "xxxx": "GITHUB_TOKEN=ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "dots": "export OPENAI_API_KEY=sk-... HF_TOKEN=hf_...",
    "AWS example": "aws_access_key_id=AKIAIOSFODNN7EXAMPLE",
    "ports": "docker run -u root -p 8080:80 x; ssh -p 2222 me@host; nc -u -p 53",
    "folders": "sudo -u me mkdir -p build; mysql -u root -p database; docker run -u 1000:1000 x",
    "proxy without a login": "https://proxy.example.org:3128/x@v1 git@github.com:me/x.git ssh://git@host:22/x",
    "scoped package": "https://cdn.example.org:443/npm/@scope/x@1.2.3",
    "tokens of text": "--max_tokens 512 --pad_token '[PAD]' eos_token=</s> mask_token: [MASK] num_tokens=128",
    "other keys": "primary_key=id sort_key: name --key value cache-key: linux-pip cache_key=linux-pip",
    "files": "--password-file /run/secrets/x --token-file token.txt PASSWORD_FILE=/run/secrets/x api_key=/etc/key.pem",
    "code": "password=args.password, token = tokens[0], secret = os.environ['S'], pwd=$(pwd) passwd=get_password()",
    "prose": "A token is required. The password: see the wiki. Use --username and --password options. Basic auth.",
    "schema": 'password: string, "token": "string", secret: optional, api_key: null',
    "working folder": "PWD=/data/x cd $PWD",
    "commit": "git checkout 3f786850e387550fdab836ed7e6dc881de23001b",
    "digest": "image@sha256:" + hashlib.sha256(b"x").hexdigest(),
    "checksums": "md5: 9dd4e461268c8034f5c8564e155c67a6 sha1=11f6ad8ec52a2984abaafd7c3b516503785c2072",
    "long checksum": hashlib.sha512(b"x").hexdigest(),
    "UUID": str(uuid.UUID(int=random.Random(0).getrandbits(128))),
    "run of W&B": "https://wandb.ai/team/project/runs/3kd8fj2a wandb artifact get team/project/model:v12",
    "revision": "from_pretrained('bert', revision='86b5e0934494bd15c9632b12f734a8a67f723594')",
    "picture": "data:image/png;base64," + base64.b64encode(random.Random(1).randbytes(6000)).decode(),
}


@pytest.mark.parametrize("template", KINDS)
@pytest.mark.parametrize("around", ["{}", "- {}\n- ls", "# {} #", "see {}, then go on", "é中😀 {}\n"])
def test_no_part_of_a_secret_remains(template: str, around: str) -> None:
    for seed in range(3):
        secret = planted(template, seed)
        remaining = _without(around.replace("{}", secret.text))
        assert [part for part in secret.parts if part in remaining] == [], remaining


def test_a_credential_behind_another_is_found() -> None:
    source, templates = random.Random(1), list(kinds().values())
    for first, second in (source.choices(templates, k=2) for _ in range(3_000)):
        before, behind = planted(first, "before"), planted(second, "behind")
        remaining = _without(f"{before.text}\n{behind.text}")
        assert [part for part in behind.parts if part in remaining] == [], (first, second)


@pytest.mark.parametrize("template", KINDS)
def test_the_quick_check_misses_no_kind(template: str) -> None:
    assert may_contain_token(planted(template, 0).text.encode())


@pytest.mark.parametrize("text", [pytest.param(text, id=kind) for kind, text in HARMLESS.items()])
def test_what_is_no_secret_is_not_found(text: str) -> None:
    assert list(tokens(text)) == []


def test_every_shape_is_planted() -> None:
    found = {token.kind for template in kinds().values() for token in tokens(planted(template, 0).text)}
    assert {shape.kind for shape in SHAPES} - found == set()


def test_the_kind_is_named() -> None:
    [token] = tokens(planted("the key sk_live_<alnum:24> of ours", 0).text)
    assert (token.kind, token.start) == ("a Stripe key", 8)


def test_of_a_url_only_the_password_is_secret() -> None:
    assert list(tokens("git clone https://me:p4ssw0rd@h")) == [Token("a password in a URL", "p4ssw0rd", 21)]


def test_an_escaped_value_may_contain_a_token() -> None:
    assert may_contain_token(rb'"\x67hp_"')


def _without(text: str) -> str:
    end, parts = 0, []
    for token in tokens(text):
        assert token.start >= end
        assert text[token.start : token.end] == token.text
        parts.append(text[end : token.start])
        end = token.end
    return "*".join([*parts, text[end:]])
