"""The corpus: sound templates, and mistakes planted into them one at a time."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
RULES = HERE.parent.parent / "rules"
SOUND = sorted((HERE / "sound").iterdir())
MISTAKES = sorted((HERE / "mistakes").rglob("*.yml"))


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """CloudFormation's short forms as their long ones."""


def _tag(loader: Any, suffix: str, node: yaml.Node) -> dict[str, Any]:
    value: Any
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        assert isinstance(node, yaml.MappingNode)
        value = loader.construct_mapping(node, deep=True)
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _tag)


def load(path: Path) -> dict[str, Any]:
    if path.suffix == ".json":
        return dict(json.loads(path.read_text()))
    return dict(yaml.load(path.read_text(), Loader=_Loader))  # noqa: S506 (a safe loader)


@cache
def _base(name: str) -> dict[str, Any]:
    return load(HERE / "sound" / name)


@dataclass(frozen=True)
class Mistake:
    """One data file."""

    path: Path
    base: str  # the sound template that it is planted in
    rule: str
    place: str  # the logical id, or a path from the template's root that begins with a slash

    @property
    def name(self) -> str:
        return str(self.path.relative_to(HERE / "mistakes").with_suffix(""))

    def template(self) -> dict[str, Any]:
        """The sound template with this mistake in it."""
        data = yaml.safe_load(self.path.read_text())
        text = json.dumps(_base(data["base"]))
        for old, new in data.get("rename", {}).items():
            text = re.sub(rf"\b{old}\b", new, text)
        template: dict[str, Any] = json.loads(text)
        for place, value in data.get("set", {}).items():
            _put(template, place, deepcopy(value))
        for place in data.get("remove", ()):
            _put(template, place, None, remove=True)
        for place, pairs in data.get("replace", {}).items():
            _put(template, place, _replaced(_at(template, place), pairs))
        for place, (item, times) in data.get("pad", {}).items():
            _put(template, place, _padded(_at(template, place), item, times))
        return template

    def is_at(self, path: list[str | int]) -> bool:
        """A finding's path lies where the mistake was planted."""
        wanted = (
            self.place.strip("/").split("/")
            if self.place.startswith("/")
            else ["Resources", self.place]
        )
        return [str(key) for key in path[: len(wanted)]] == wanted


def changed(
    base: dict[str, Any], places: dict[str, Any], removed: list[str], drop: str = ""
) -> dict[str, Any]:
    """Return a template with values put in and places taken out; `drop` may not be there."""
    template: dict[str, Any] = json.loads(json.dumps(base))
    for place, value in places.items():
        _put(template, place, deepcopy(value))
    for place in removed:
        _put(template, place, None, remove=True)
    if drop and _keys(drop)[-1] in _at(template, "/" + "/".join(_keys(drop)[:-1])):
        _put(template, drop, None, remove=True)
    return template


def mistakes() -> Iterator[Mistake]:
    for path in MISTAKES:
        data = yaml.safe_load(path.read_text())
        yield Mistake(path, data["base"], data["expect"]["rule"], data["expect"]["resource"])


def _keys(place: str) -> list[str]:
    """`A/B` below Resources, `/A/B` from the root; ~1 is a slash in a key."""
    keys = [key.replace("~1", "/") for key in place.strip("/").split("/")]
    return keys if place.startswith("/") else ["Resources", *keys]


def _step(node: Any, key: str) -> Any:
    return node[int(key)] if isinstance(node, list) else node[key]


def _at(template: dict[str, Any], place: str) -> Any:
    node: Any = template
    for key in _keys(place):
        node = _step(node, key)
    return node


def _put(template: dict[str, Any], place: str, value: Any, *, remove: bool = False) -> None:
    *above, last = _keys(place)
    node: Any = template
    for key in above:
        node = _step(node, key)
    if remove:
        del node[int(last) if isinstance(node, list) else last]
    elif isinstance(node, list) and int(last) == len(node):
        node.append(value)
    else:
        node[int(last) if isinstance(node, list) else last] = value


def _replaced(text: str, pairs: list[str]) -> str:
    for old, new in zip(pairs[::2], pairs[1::2], strict=False):
        assert old in text, old
        text = text.replace(old, new)
    return text


def _padded(value: Any, item: Any, times: int) -> Any:
    """A string made longer, a list of many items."""
    if isinstance(value, str):
        return value + item * times
    many = [
        f"{item}{n}" if isinstance(item, str) else {**item, "Key": f"key{n}"} for n in range(times)
    ]
    if isinstance(item, dict) and "Key" not in item:
        many = [item] * times
    return many
