"""A catalog large enough for the cache, and a temporary cache folder."""

from pathlib import Path

import pytest

DATA = """protocolVersion: 2
name: set-{n}
type: data
version: "1"
contributor: ada
description: Digits.
uri:
  - https://example.com/{n}.tar.gz
"""


@pytest.fixture
def catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "catalog"
    folder.mkdir()
    for n in range(220):
        (folder / f"set-{n:03}.yaml").write_text(DATA.format(n=n), encoding="utf-8")
    (folder / "set-003.yaml").write_text(DATA.format(n=3).replace('"1"', "1.0"), encoding="utf-8")
    (folder / "set-004.yaml").write_text(DATA.format(n=4).replace("type: data", "type: dta"), encoding="utf-8")
    (folder / "set-005.yaml").write_text(DATA.format(n=5) + "extras: {since: 2024-01-01, é: [.inf, 1.0]}\n", "utf-8")
    (folder / "twin.yaml").write_text(DATA.format(n=6), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "cache"))
    return folder
