"""A small catalog with one of everything: all five types, versions, links, and every kind of broken file."""

import os
import subprocess
from pathlib import Path

ODD_FOLDER = "Ünï çødé & <co>"
ODD_FILE = "it's #1 of 100% [a] {b}.yaml"

RESOURCES = "resourcePerInstance: {cpu: 2, memoryMB: 4096, gpu: 1}"
TRAIN = f"""protocolVersion: 2
name: train
type: job
version: "2.0"
contributor: Ada
description: |
  # Trains digits

  Reads the data and *writes* a model.
prerequisites:
  - {{type: dockerimage, name: torch, uri: "example.com/torch:2.1"}}
  - {{type: data, name: digits}}
  - {{type: script, name: trainer, uri: "https://example.com/trainer.git#v1"}}
  - {{type: output, name: model, uri: "/mnt/models/digits"}}
parameters: {{epochs: 3}}
taskRoles:
  worker:
    instances: 2
    dockerImage: torch
    data: digits
    script: trainer
    output: model
    {RESOURCES}
    commands:
      - python train.py --epochs <% $parameters.epochs %> --data <% $data.uri[0] %>
extras:
  paicatalog:
    tags: [vision, small]
    summary: Trains a small net on digits.
    license: MIT
"""
OLDER = TRAIN.replace('version: "2.0"', 'version: "1.0"').replace("epochs: 3", "epochs: 1")
SERVE = f"""protocolVersion: 2
name: serve
type: job
version: "1.0"
contributor: Grace
description: Serves the model that train wrote.
prerequisites:
  - {{type: dockerimage, name: torch, uri: "example.com/torch:1.0"}}
  - {{type: dockerimage, name: proxy, uri: "example.com/proxy:3"}}
  - {{type: data, name: trained, uri: ["/mnt/models/digits"]}}
taskRoles:
  server:
    dockerImage: torch
    data: trained
    {RESOURCES}
    commands: ["serve <% $data.uri[0] %>"]
  front:
    dockerImage: proxy
    {RESOURCES}
    commands: [proxy]
"""
ODD = f"""protocolVersion: 2
name: odd
type: job
version: "1.0"
contributor: Ada
description: Lives in a folder with a strange name.
prerequisites:
  - {{type: dockerimage, name: proxy, uri: "example.com/proxy:3"}}
taskRoles:
  main:
    dockerImage: proxy
    {RESOURCES}
    commands: [proxy --odd]
"""
INVALID = ODD.replace("name: odd", "name: invalid").replace("dockerImage: proxy", "dockerImage: prxy")


def asset(kind: str, name: str, uri: str, *, version: str = "1.0") -> str:
    """Return the text of a shared component."""
    return (
        f'protocolVersion: 2\nname: {name}\ntype: {kind}\nversion: "{version}"\ncontributor: Ada\n'
        f"description: What {name} is.\nuri: {uri}\n"
    )


VALID: dict[str, str] = {
    "train.yaml": TRAIN,
    "old/train-1.0.yaml": OLDER,
    "serve.yml": SERVE,
    f"{ODD_FOLDER}/{ODD_FILE}": ODD,
    "digits.yaml": asset("data", "digits", "[https://example.com/digits.zip]"),
    "digits-2.yaml": asset("data", "digits", "[https://example.com/digits-2.zip]", version="2.0"),
    "torch.yaml": asset("dockerimage", "torch", "example.com/torch:2.1"),
    "trainer.yaml": asset("script", "trainer", "https://example.com/trainer.git#v1"),
    "model.yaml": asset("output", "model", "/mnt/models/digits"),
}
"""By path below the catalog's folder. `proxy` is in no file: two jobs embed it."""

BROKEN: dict[str, bytes] = {
    "invalid.yaml": INVALID.encode(),
    "broken.yaml": b"protocolVersion: 2\nname: broken\ntype: [job\nversion: '1'\n",
    "twice/torch.yaml": VALID["torch.yaml"].replace("What torch is", "The same again").encode(),
    "of-2018.yaml": b"protocol_version: v2\nname: of-2018\ntype: job\ntasks: [{role: main}]\n",
    "sixteen.yaml": VALID["model.yaml"].encode("utf-16"),
    "huge.yaml": VALID["model.yaml"].encode() + b"# more\n" * 300_000,
    "no-type.yaml": b"protocolVersion: 2\nname: no-type\n",
    "list.json": b"[1, 2]\n",
    "empty.yaml": b"",
    "\u202egnp.\x1b[31mred\n.yaml": b"protocolVersion: 2\nname: [hostile\n",
    os.fsdecode(b"not-utf-8-\xff.yaml"): b"protocolVersion: 2\nname: surrogate\n",
}
"""Each has findings. `invalid` and `of-2018` are components all the same; the others have pages of their own."""

PROBLEMS = (*(path for path in BROKEN if path not in ("invalid.yaml", "of-2018.yaml")), "outside.yaml")
"""The files that are no usable component."""


def write_catalog(folder: Path, *, broken: bool) -> Path:
    """Write the catalog and its `mkdocs.yml` into `folder`, in Git; returns `folder`."""
    catalog = folder / "catalog"
    files = {path: text.encode() for path, text in VALID.items()} | (BROKEN if broken else {})
    for path, content in files.items():
        (catalog / path).parent.mkdir(parents=True, exist_ok=True)
        (catalog / path).write_bytes(content)
    if broken:
        (folder.parent / "private.yaml").write_text(asset("data", "private", "[https://example.com/top-secret-place]"))
        (catalog / "outside.yaml").symlink_to(folder.parent / "private.yaml")
    write_mkdocs_yml(folder)
    commit_all(folder)
    return folder


def write_mkdocs_yml(folder: Path, **options: str) -> None:
    """Write `mkdocs.yml`, and a guide so that MkDocs has a folder of documentation."""
    known = {
        "site_name": "Odd jobs",
        "theme": "{name: material, font: false}",
        "plugins": "[paicatalog]",
    }
    lines = [f"{key}: {value}\n" for key, value in (known | options).items()]
    (folder / "mkdocs.yml").write_text("".join(lines), encoding="utf-8")
    (folder / "docs").mkdir(parents=True, exist_ok=True)
    (folder / "docs" / "guide.md").write_text("# A guide\n\nHow we work here.\n", encoding="utf-8")


def commit_all(folder: Path) -> None:
    """Commit everything below `folder` at a fixed time."""
    who = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in _IDENTITY.items()}
    environment = {**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    for arguments in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "Add odd jobs"]):
        subprocess.run(["git", *arguments], cwd=folder, env=environment, check=True)


_IDENTITY = {"NAME": "Ada", "EMAIL": "ada@example.com", "DATE": "2025-03-01T12:00:00+02:00"}
