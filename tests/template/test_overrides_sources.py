"""What an override sets, replaces or removes comes from the config; all else keeps its partial."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.config.extends import read_config
from pipeline.diagnostic import InvalidInput, Location
from pipeline.paths import KeyPath, walk
from pipeline.render.placeholders import Rendered
from pipeline.template.fragment import parse
from pipeline.template.merge import merge
from pipeline.template.overrides import apply_overrides
from pipeline.template.template import Template

FRAGMENT = """\
Resources:
  Group:
    Type: T
    Properties:
      Size: 1
      Names: [a, b]
      Tags:
        - {Key: a, Value: 1}
        - {Key: b, Value: 2}
        - {Key: c, Value: 3}
"""
GROUP: KeyPath = ("Resources", "Group", "Properties")
TAGS: KeyPath = (*GROUP, "Tags")


def _applied(folder: Path, properties: str) -> Template:
    lines = [Location("p.j2", number) for number in range(1, FRAGMENT.count("\n") + 2)]
    template = merge([parse(Rendered("p.j2", FRAGMENT, lines, []))])
    text = f"overrides:\n  Resources:\n    Group:\n      Properties:\n        {properties}\n"
    (folder / "case.yml").write_text(text, encoding="utf-8")
    config = read_config(folder / "case.yml", "case.yml")
    apply_overrides(template, config, config.data["overrides"])
    return template


def _by(template: Template, path: KeyPath) -> KeyPath | None:
    """Return the setting that decides about exactly this element, None if a partial does."""
    source = template.sources[path]
    assert source.partial.file == "p.j2"
    for origin in source.origins:
        assert origin.layer == "override"
        assert origin.location.file == "case.yml"
    return source.origins[0].setting if source.origins else None


@pytest.mark.parametrize(
    ("properties", "path", "setting"),
    [
        ("Size: 2", (*GROUP, "Size"), ("Size",)),
        ("Size: null", (*GROUP, "Size"), ("Size",)),
        ("New: {a: [b]}", (*GROUP, "New"), ("New",)),
        ("New: {a: [b]}", (*GROUP, "New", "a", 0), ("New", "a", 0)),
        ("Names: [c]", (*GROUP, "Names", 0), ("Names", 0)),
        ("Tags: [{Key: b, Value: 9}]", (*TAGS, 1, "Value"), ("Tags", 0, "Value")),
        ("Tags: [{Key: d, Value: 9}]", (*TAGS, 3, "Value"), ("Tags", 0, "Value")),
        ("Tags: [{Key: a, Value: null}]", (*TAGS, 'Key="a"'), ("Tags", 0)),
        ("Tags: {$replace: [{Key: x}]}", (*TAGS, 0), ("Tags", "$replace", 0)),
    ],
)
def test_what_an_override_decides(
    properties: str, path: KeyPath, setting: KeyPath, tmp_path: Path
) -> None:
    template = _applied(tmp_path, properties)
    assert _by(template, path) == ("overrides", *GROUP, *setting)
    assert _by(template, (*GROUP,)) is None


@pytest.mark.parametrize(
    ("removed", "left"),
    [
        ("a", [("b", 9), ("c", 10)]),
        ("b", [("a", 8), ("c", 10)]),
        ("c", [("a", 8), ("b", 9)]),
    ],
)
def test_entries_around_a_removed_one_keep_their_partials_lines(
    removed: str, left: list[tuple[str, int]], tmp_path: Path
) -> None:
    template = _applied(tmp_path, f"Tags: [{{Key: {removed}, Value: null}}]")
    tags = template.data["Resources"]["Group"]["Properties"]["Tags"]
    assert [each["Key"] for each in tags] == [name for name, _ in left]
    for index, (_, line) in enumerate(left):
        for path in ((*TAGS, index), (*TAGS, index, "Value")):
            assert template.sources[path].partial == Location("p.j2", line)
            assert _by(template, path) is None


def test_a_replacement_inside_of_what_is_new(tmp_path: Path) -> None:
    template = _applied(tmp_path, "New: {a: [{b: {$replace: [c]}}]}")
    assert template.data["Resources"]["Group"]["Properties"]["New"] == {"a": [{"b": ["c"]}]}


@pytest.mark.parametrize(
    "properties",
    ["Size: null", "Names: [c]", "Tags: [{Key: b, Value: null}]", "Tags: [{Key: c, Value: null}]",
     "Tags: {$replace: [{Key: x}]}",
     "Size: {a: b}", "Names: {a: b}"],
)  # fmt: skip
def test_nothing_that_is_gone_has_a_source(properties: str, tmp_path: Path) -> None:
    template = _applied(tmp_path, properties)
    removed = {(*GROUP, "Size"), (*TAGS, 'Key="b"'), (*TAGS, 'Key="c"')}
    assert set(template.sources) - removed <= {path for path, _ in walk(template.data)}


@pytest.mark.parametrize(
    ("properties", "message"),
    [
        ("Sizes: null", "Sizes: matches nothing\n    hint: did you mean 'Size'?"),
        ("New: {a: null}", "New.a: matches nothing\n    hint: define new elements in a partial"),
        ("Tags: [{Key: x, Value: null}]", "Tags[0]: matches nothing"),
        ("Tags: [{Value: 1}]", "Tags[0]: no Key, by which the entries of this list merge"),
        ("Tags: []", "Tags: no Key, by which the entries of this list merge"),
        ("Tags: [text]", "Tags[0]: no Key, by which the entries of this list merge"),
    ],
)
def test_what_matches_nothing(properties: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as raised:
        _applied(tmp_path, properties)
    [diagnostic] = raised.value.diagnostics
    assert f"overrides.{'.'.join(map(str, GROUP[:3]))}.{message}" in diagnostic.text
