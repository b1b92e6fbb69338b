"""Layers merge as documented, and each setting's place is where it was last written."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.config.extends import Config, read_config
from pipeline.diagnostic import InvalidInput, Location
from pipeline.paths import KeyPath

BASE = """\
size: 1
network:
  zones: 2
  other: 3
names: [a, b, c]
nested:
  list:
    - name: a
      size: 1
    - name: b
"""


def _read(tmp_path: Path, *layers: str) -> Config:
    """Read layers, base first, each extending the one before."""
    name = ""
    for number, layer in enumerate(layers):
        extends = f"extends: {name}\n" if name else ""
        name = f"{number}.yml"
        (tmp_path / name).write_text(layer + extends, encoding="utf-8")
    return read_config(tmp_path / name, name)


def _merged(tmp_path: Path, *layers: str) -> dict[str, Any]:
    config = _read(tmp_path, *layers)
    assert config.diagnostics == []
    return config.data


@pytest.mark.parametrize(
    ("top", "expected"),
    [
        ("size: 2", {"size": 2}),
        ("size: null", {"size": None}),
        ("network: {zones: 3}", {"network": {"zones": 3, "other": 3}}),
        ("network: {zones: null}", {"network": {"other": 3}}),
        ("network: {}", {"network": {"zones": 2, "other": 3}}),
        ("network: null", {"network": None}),
        ("network: 5", {"network": 5}),
        ("size: {a: b}", {"size": {"a": "b"}}),
        ("size: {a: null}", {"size": {}}),
        ("names: [d]", {"names": ["d"]}),
        ("names: []", {"names": []}),
        ("names: [{a: null, b: c}]", {"names": [{"b": "c"}]}),
        ("names: {a: b}", {"names": {"a": "b"}}),
        ("nested: {list: [{size: 9}]}", {"nested": {"list": [{"size": 9}]}}),
        ("nested: {list: null}", {"nested": {}}),
        ("new: {deep: {er: x}}", {"new": {"deep": {"er": "x"}}}),
        ("nothing: null", {"nothing": None}),
    ],
)
def test_a_layer_over_its_base(top: str, expected: dict[str, Any], tmp_path: Path) -> None:
    whole: dict[str, Any] = {**yaml.safe_load(BASE), **expected}
    assert _merged(tmp_path, BASE, top + "\n") == {
        key: value for key, value in whole.items() if value is not None
    }


@pytest.mark.parametrize(
    ("top", "keys", "expected"),
    [
        ("size: 2", ("size",), Location("1.yml", 1, 7)),
        ("flag: true", ("size",), Location("0.yml", 1, 7)),
        ("network:\n  zones: 3", ("network", "zones"), Location("1.yml", 2, 10)),
        ("network:\n  zones: 3", ("network", "other"), Location("0.yml", 4, 10)),
        ("network:\n  zones: 3", ("network",), Location("1.yml", 1, 1)),
        ("network:\n  zones: null", ("network", "zones"), Location("1.yml", 1, 1)),
        ("network: 5", ("network",), Location("1.yml", 1, 10)),
        ("network: 5", ("network", "zones"), Location("1.yml", 1, 10)),
        ("size: {a: 5}", ("size", "a"), Location("1.yml", 1, 11)),
        ("size: {a: 5}", ("size",), Location("1.yml", 1, 1)),
        ("names: [d, e]", ("names", 1), Location("1.yml", 1, 12)),
        ("names: [d, e]", ("names", 2), Location("1.yml", 1, 1)),
        ("flag: true", ("names", 2), Location("0.yml", 5, 15)),
        ("flag: true", ("nested", "list", 0, "size"), Location("0.yml", 9, 13)),
        ("flag: true", ("nested", "list", 1), Location("0.yml", 10, 7)),
        ("nested: {list: [{size: 9}]}", ("nested", "list", 0, "size"), Location("1.yml", 1, 24)),
        ("nested: {list: [{size: 9}]}", ("nested", "list", 1), Location("1.yml", 1, 10)),
        ("nested: {list: [{sub: {a: 1}}]}", ("nested", "list", 0, "sub"), Location("1.yml", 1, 18)),
        ("size: null", ("size",), Location("1.yml", 1, 1)),
        ("flag: true", ("unknown",), Location("1.yml", 1, 1)),
    ],
)
def test_places(top: str, keys: KeyPath, expected: Location, tmp_path: Path) -> None:
    config = _read(tmp_path, BASE, top + "\n")
    assert config.location(keys) == expected


_SCALARS = st.integers(0, 9) | st.sampled_from(["a", "b"]) | st.none() | st.booleans()
_TREES = st.dictionaries(
    st.sampled_from("abc"),
    st.recursive(
        _SCALARS,
        lambda inner: (
            st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
            | st.lists(inner.filter(lambda item: item is not None), max_size=3)
        ),
        max_leaves=8,
    ),
    max_size=3,
)


def _over(base: Any, top: Any) -> Any:
    """Return what the documentation says of a top over a base."""
    if isinstance(top, list):
        return [_over(None, item) for item in top]
    if not isinstance(top, dict):
        return top
    merged = dict(base) if isinstance(base, dict) else {}
    for key, value in top.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = _over(merged.get(key), value)
    return merged


def _paths(value: Any, keys: KeyPath = ()) -> list[KeyPath]:
    inside: Any = ()
    if isinstance(value, dict):
        inside = value.items()
    elif isinstance(value, list):
        inside = enumerate(value)
    found = [keys] if keys else []
    for key, item in inside:
        found.extend(_paths(item, (*keys, key)))
    return found


@settings(max_examples=150, derandomize=True, deadline=None, database=None)
@given(st.lists(_TREES, min_size=1, max_size=4))
def test_any_layers_merge_as_documented(
    tmp_path_factory: pytest.TempPathFactory, layers: list[dict[str, Any]]
) -> None:
    folder = tmp_path_factory.mktemp("layers")
    texts = [yaml.safe_dump(layer, default_flow_style=False) if layer else "" for layer in layers]
    config = _read(folder, *(text or "zzz: 1\n" for text in texts))
    expected: Any = {}
    for layer in layers:
        expected = _over(expected, layer or {"zzz": 1})
    assert config.data == expected
    assert sorted(config.locations, key=str) == sorted(_paths(expected), key=str)
    for keys, location in config.locations.items():
        text = (folder / location.file).read_text(encoding="utf-8").splitlines()
        shown = text[location.line - 1][location.column - 1 :]
        value: Any = config.data
        for key in keys:
            value = value[key]
        if not isinstance(value, (dict, list)):
            assert yaml.safe_load(shown.removeprefix("- ")) == value


def test_layers_in_folders(tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "top.yml").write_text("extends: ../base.yml\n", encoding="utf-8")
    (tmp_path / "deep" / "base.yml").write_text("extends: er/root.yml\nb: 2\n", encoding="utf-8")
    (tmp_path / "deep" / "er" / "root.yml").write_text("a: 1\nb: 1\n", encoding="utf-8")
    config = read_config(tmp_path / "deep" / "er" / "top.yml", "deep/er/top.yml")
    assert config.data == {"a": 1, "b": 2}
    assert config.locations["a",] == Location("deep/er/root.yml", 1, 4)
    assert config.locations["b",] == Location("deep/base.yml", 2, 4)
    names = [str(path.relative_to(tmp_path)) for path in config.files]
    assert names == ["deep/er/../er/root.yml", "deep/er/../base.yml", "deep/er/top.yml"]


def test_a_link_out_of_the_project_is_read_only_elsewhere(tmp_path: Path) -> None:
    root, real = tmp_path / "project", tmp_path / "real.yml"
    real.write_text("a: 1\n", encoding="utf-8")
    for folder in (root / "config", tmp_path / "elsewhere"):
        folder.mkdir(parents=True)
        (folder / "link.yml").symlink_to(real)
    config = read_config(tmp_path / "elsewhere" / "link.yml", "link.yml", root)
    assert config.data == {"a": 1}
    with pytest.raises(InvalidInput, match="link"):
        read_config(root / "config" / "link.yml", "config/link.yml", root)


def test_a_config_of_a_project_extends_what_is_in_it_from_any_folder(tmp_path: Path) -> None:
    folder = tmp_path / "project" / "config"
    folder.mkdir(parents=True)
    (folder / "_base.yml").write_text("a: 1\n", encoding="utf-8")
    (folder / "top.yml").write_text("extends: _base.yml\n", encoding="utf-8")
    config = read_config(folder / "top.yml", "config/top.yml", tmp_path / "project")
    assert config.data == {"a": 1}


def test_a_base_that_the_system_does_not_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may look into every folder, so the system's answer is given here."""
    stat = os.stat

    def refused(path: Any, **more: Any) -> os.stat_result:
        if str(path).endswith("_base.yml"):
            raise PermissionError(13, "Permission denied")
        return stat(path, **more)

    monkeypatch.setattr(os, "stat", refused)
    top = tmp_path / "top.yml"
    top.write_text("a: 1\nextends: closed/_base.yml\n", encoding="utf-8")
    with pytest.raises(InvalidInput) as error:
        read_config(top, "top.yml")
    message = "extends: closed/_base.yml cannot be read: Permission denied"
    assert str(error.value) == f"top.yml:2:10: error: {message}"


@pytest.mark.parametrize(
    ("base", "hint"),
    [
        ("_bse.yml", "did you mean '_base.yml'?"),
        ("_base", "did you mean '_base.yml'?"),
        ("other/_base.yml", "the name is relative to this file"),
        ("nothing.yml", "the name is relative to this file"),
    ],
)
def test_a_base_whose_name_is_misspelt(base: str, hint: str, tmp_path: Path) -> None:
    (tmp_path / "_base.yml").write_text("a: 1\n", encoding="utf-8")
    (tmp_path / "top.yml").write_text(f"extends: {base}\n", encoding="utf-8")
    with pytest.raises(InvalidInput) as error:
        read_config(tmp_path / "top.yml", "top.yml")
    [diagnostic] = error.value.diagnostics
    assert (diagnostic.message, diagnostic.hint) == (f"extends: no file {base}", hint)
