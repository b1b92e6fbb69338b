"""The instance types come from the file of an installed cfn-lint; without it none is known."""

from __future__ import annotations

import json
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

import pytest

from pipeline.config import cfn_lint_data as files
from pipeline.config import known_types as module


def _known(monkeypatch: pytest.MonkeyPatch, spec: Any, region: str) -> frozenset[str]:
    monkeypatch.setattr(files, "find_spec", lambda _: spec)
    _forget()
    try:
        return module.known_types(region)
    finally:
        _forget()


def _forget() -> None:
    module._file.cache_clear()  # noqa: SLF001
    module.known_types.cache_clear()


def _installed(folder: Path, text: str | None) -> ModuleSpec:
    file = folder / module._FILE  # noqa: SLF001
    file.parent.mkdir(parents=True)
    if text is not None:
        file.write_text(text, encoding="utf-8")
    return ModuleSpec("cfnlint", None, origin=str(folder / "__init__.py"))


def test_the_types_of_a_region(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = _installed(
        tmp_path,
        json.dumps({"eu-west-1": {"enum": ["m7i.large"]}, "eu-west-2": {"enum": ["m8g.large"]}}),
    )
    assert _known(monkeypatch, spec, "eu-west-1") == {"m7i.large"}
    assert _known(monkeypatch, spec, "eu-nowhere-1") == frozenset()


@pytest.mark.parametrize("text", [None, "no JSON"])
def test_a_file_that_cannot_be_read(
    text: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _known(monkeypatch, _installed(tmp_path, text), "eu-west-1") == frozenset()


@pytest.mark.parametrize("spec", [None, ModuleSpec("cfnlint", None)])
def test_no_cfn_lint(spec: ModuleSpec | None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _known(monkeypatch, spec, "eu-west-1") == frozenset()
