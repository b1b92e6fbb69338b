"""Which config is meant by a name that no file has."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.yaml_source.similar_files import similar_file

CONFIGS = (
    *("config/dev.yml", "config/prod.yml", "config/_shared.yml", "shop/config/prod.yml"),
    *("output/prod.yml", "docs/prod.md", "tool.yml"),
)


@pytest.mark.parametrize(
    ("missing", "meant"),
    [
        ("config/prd.yml", "config/prod.yml"),
        ("config/prod.yaml", "config/prod.yml"),
        ("confg/prod.yml", "config/prod.yml"),
        ("prod", "config/prod.yml"),
        ("prod.yml", "config/prod.yml"),
        ("shopp", "shop"),
        ("shop/prod.yml", "shop/config/prod.yml"),
        ("shopp/config/prod.yml", "shop/config/prod.yml"),
        ("config/_shard.yml", "config/_shared.yml"),
        ("tol.yml", "tool.yml"),
        ("config/other.yml", ""),
        ("docs/prod", ""),
        ("x" * 5000, ""),
        ("a\0b", ""),
        ("", ""),
    ],
)
def test_the_config_that_is_meant(
    missing: str, meant: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in CONFIGS:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    assert similar_file(Path(missing)) == (Path(meant) if meant else None)
    absolute = similar_file(tmp_path / missing) if missing else None
    assert absolute == (tmp_path / meant if meant else None)
