"""A maintainer builds a catalog that holds secrets all the same: no byte of the site and of the output has them."""

import gzip
from pathlib import Path
from typing import Any

import pytest
import yaml
from mkdocs_build import build_here
from odd_catalog import RESOURCES, commit_all, write_mkdocs_yml

pytestmark = pytest.mark.xdist_group("secrets")

LITERAL = "correct-horse-battery"
PASSWORD = "staple-of-hay-42"
TOKEN = "ghp_" + "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5"
URL_PASSWORD = "in-the-address-77"
SECRETS = (LITERAL, PASSWORD, TOKEN, URL_PASSWORD)
JOB = f"""protocolVersion: 2
name: leaky
type: job
version: "1.0"
contributor: Ada
description: "Log in with {TOKEN}, or not."
prerequisites:
  - type: dockerimage
    name: private
    uri: example.com/private:1
    auth: {{username: ada, password: {PASSWORD}, registryuri: example.com}}
  - {{type: data, name: digits, uri: ["https://ada:{URL_PASSWORD}@example.com/digits.zip"]}}
  - {{type: output, name: model, uri: /mnt/model}}
parameters: {{token: {TOKEN}}}
secrets: {{key: {LITERAL}}}
taskRoles:
  worker:
    dockerImage: private
    data: digits
    output: model
    {RESOURCES}
    commands:
      - git clone https://{TOKEN}@github.com/example/code
      - echo {LITERAL} <% $parameters.token %> <% $data.uri[0] %> <% $secrets.key %>
extras:
  paicatalog:
    tags: ["{TOKEN}"]
    summary: "Clones with {TOKEN}."
    results: [{{metric: key, value: "{TOKEN}"}}]
    deprecated: {{reason: "it shows {TOKEN}"}}
  com.microsoft.pai.runtimeplugin:
    - {{plugin: ssh, parameters: {{jobssh: true, userssh: {{type: custom, value: "{TOKEN}"}}}}}}
"""
FILES = {
    "leaky.yaml": JOB,
    "older.yaml": JOB.replace('version: "1.0"', 'version: "0.9"'),
    "again.yaml": JOB.replace("name: leaky", "name: again"),
    "repeated.yaml": JOB,
    "invalid.yaml": JOB.replace("name: leaky", "name: invalid").replace("dockerImage: private", "dockerImage: x"),
    "unparsed.yaml": JOB.replace("name: leaky", "name: [leaky"),
    "no-type.yaml": JOB.replace("type: job", "typ: job"),
    "of-2018.yaml": JOB.replace("protocolVersion: 2", "protocol_version: v2"),
    "image.yaml": yaml.safe_dump(
        {
            "protocolVersion": 2,
            "name": "shared",
            "type": "dockerimage",
            "description": f"Needs {TOKEN}.",
            "uri": "example.com/shared:1",
            "auth": {"username": "ada", "password": PASSWORD},
            "extras": {
                "paicatalog": {"summary": f"Pull with {TOKEN}.", "homepage": f"https://x:{URL_PASSWORD}@a.example"}
            },
        }
    ),
}


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_no_byte_of_a_secret_leaves_the_repository(tmp_path: Path, run: Any, theme: str) -> None:
    (tmp_path / "docs" / "copies").mkdir(parents=True)
    (tmp_path / "docs" / "copies" / "leaky.yaml").write_text("a: b")
    (tmp_path / "catalog").mkdir()
    for name, text in FILES.items():
        (tmp_path / "catalog" / name).write_text(text)
    write_mkdocs_yml(tmp_path, theme=theme, plugins="[search, paicatalog]")
    commit_all(tmp_path)
    done = run("build", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "[literal-secret]" in done.stderr
    assert not [secret for secret in SECRETS if secret in done.stdout + done.stderr]
    leaks = [
        (path.relative_to(tmp_path), secret)
        for path in (tmp_path / "site").rglob("*")
        for secret in SECRETS
        if path.is_file() and secret.encode() in content(path)
    ]
    assert leaks == []
    assert "******" in (tmp_path / "site/raw/job/leaky.yaml").read_text()
    assert (tmp_path / "site/copies/leaky.yaml").is_file()


def content(path: Path) -> bytes:
    found = path.read_bytes()
    return gzip.decompress(found) if path.suffix == ".gz" else found


def test_protocol_files_in_the_docs_folder_are_published_masked_only(tmp_path: Path) -> None:
    (tmp_path / "docs" / "jobs").mkdir(parents=True)
    (tmp_path / "docs" / "jobs" / "leaky.yaml").write_text(JOB)
    write_mkdocs_yml(tmp_path, plugins="[paicatalog: {catalog_dir: docs/jobs}]")
    site = build_here(tmp_path)
    assert [path for path in site.rglob("*") if path.is_file() and LITERAL.encode() in path.read_bytes()] == []
    assert (site / "raw/job/leaky.yaml").is_file()
