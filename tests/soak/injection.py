"""Hostile values in every setting of text: refused, or read exactly as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from pipeline.config.schema import Schema
from pipeline.diagnostic import InvalidInput
from pipeline.paths import KeyPath, dotted, value_at, walk
from pipeline.render.jinja import PartialEnvironment
from pipeline.template.assembly import Rendering, render_config
from tests.readers import read_1_1, read_1_2
from tests.rendered import PROJECT, SCHEMA, Data
from tests.soak.as_read import texts
from tests.soak.figure import Soak, Tried
from tests.soak.javascript import JavaScript, Unread, reader
from tests.soak.payloads import hostile_values
from tests.test_schema_examples import EXAMPLES, config_of

NAME = "hostile values in settings of text: refused, or read as they are written"
MARK = "just-a-word"
# Settings whose description gives a part of the text a meaning: `${Name}` and `${Name.Attribute}`
# are a resource's, `secret:key` is a key of a secret, and a service names its endpoint's resource.
_SUBSTITUTED = "scaling.target_tracking.metrics.dimensions."
_SECRETS = "application.secrets."
_NAMING = "network.more_endpoints"
_VARIABLE = re.compile(r"\$\{([A-Za-z0-9:.]+)\}")
_ONE_IN = 40  # renderings that a reader of YAML 1.2 reads: it takes ten times as long as all else


class Setting(NamedTuple):
    """A setting of text, a config that has it, and where in that it is."""

    name: str
    config: Data
    path: KeyPath
    rule: Schema


def settings() -> list[Setting]:
    """Return every setting of text that the schema has, inside lists and maps, too."""
    found: dict[str, Setting] = {}
    for path, example in [*EXAMPLES, *_without_example(SCHEMA)]:
        config = config_of(path, example)
        for inner, value in walk(value_at(config, path), path):
            rule = _rule(SCHEMA, inner)
            name = dotted(tuple(key for key in inner if isinstance(key, str)))
            if isinstance(value, str) and rule and "enum" not in rule:
                found.setdefault(name, Setting(name, config, inner, rule))
    return list(found.values())


def _without_example(schema: Schema, path: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    for key, value in schema.get("properties", {}).items():
        below = (*path, key)
        if value.get("type") == "string" and not {"enum", "examples"} & set(value):
            yield below, value.get("default", MARK)
        yield from _without_example(value, below)
        yield from _without_example(value.get("items", {}), (*below, 0))


def soak(count: int, seed: int, folder: Path) -> Soak:
    """Put `count` values into every setting."""
    values, javascript = hostile_values(count, seed), reader(folder)

    def place(own_folder: Path) -> Tried:
        own = _Place(own_folder, javascript)
        return lambda every: own.all_tried(every, values)

    return Soak(NAME, settings(), place, together=1, counted=lambda _: len(values))


class _Place:
    """A folder to render in, and how many values were accepted."""

    def __init__(self, folder: Path, javascript: JavaScript | None) -> None:
        self.unread = Unread(folder, javascript)
        self.file = folder / "case.yml"
        self.partials = PartialEnvironment(PROJECT.partials, PROJECT.bytecode)
        self.accepted = 0

    def all_tried(self, every: Sequence[Setting], values: list[str]) -> Iterator[str]:
        """Yield what is wrong with each value in each setting, with the setting before it."""
        for setting in every:
            yield from (f"{setting.name}: {each}" for each in self.tried(setting, values))
            yield from self.unread.differing()

    def tried(self, setting: Setting, values: list[str]) -> Iterator[str]:
        """Yield what is wrong with the template for each value that is accepted."""
        example = str(value_at(setting.config, setting.path))
        plain = MARK if accepts(setting.rule, MARK) else example
        base = self._render(setting, plain) or self._render(setting, plain := example)
        assert base, f"the example of {setting.name} is refused"
        before = dict(texts(base.template.data))
        for value in values:
            if accepts(setting.rule, value) and (found := self._render(setting, value)):
                self.accepted += 1
                try:
                    yield from (
                        f"{value!r}: {each}"
                        for each in self._wrong(found, before, plain, setting.name, value)
                    )
                    self.unread.add(f"{setting.name}: {value!r}", found.text, found.template.data)
                except Exception as error:
                    yield f"{value!r}: {error!r}"

    def _wrong(
        self, found: Rendering, before: dict[KeyPath, str], plain: str, name: str, value: str
    ) -> Iterator[str]:
        after = dict(texts(found.template.data))
        if name == _NAMING:
            after = by_former_name(after, before)
        if after.keys() != before.keys():
            yield f"another structure: {sorted(map(str, after.keys() ^ before.keys()))[:3]}"
        elif plain == MARK:
            for path, text in before.items():
                if MARK in text and after[path] != as_meant(name, text, value):
                    yield f"read as {after[path][:200]!r} at {path}"
        if read_1_1(found.text) != found.template.data:
            yield "PyYAML reads something else"
        if self.accepted % _ONE_IN == 0 and read_1_2(found.text) != found.template.data:
            yield "a reader of YAML 1.2 reads something else"

    def _render(self, setting: Setting, value: str) -> Rendering | None:
        config: Any = _replaced(setting.config, setting.path, value)
        self.file.write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
        try:
            return render_config(self.partials, SCHEMA, self.file, self.file.name)
        except InvalidInput:
            return None


def accepts(rule: Schema, value: str) -> bool:
    """Whether a setting's own rule accepts a text; other rules are asked when it is rendered."""
    length = rule.get("minLength", 0) <= len(value) <= rule.get("maxLength", 0)
    return length and re.fullmatch(rule.get("pattern", "[^\0]*"), value, re.ASCII) is not None


def as_meant(name: str, text: str, value: str) -> str:
    """Return what a text with the mark becomes, where a value stands in place of the mark."""
    if name.startswith(_SUBSTITUTED):
        value = _VARIABLE.sub(lambda found: f"<{found[1]}>", value)
    if name.startswith(_SECRETS):
        value, _, key = value.partition(":")
        text = text.replace(f"{MARK}|", f"{value}|{key}")
    return text.replace(MARK, value)


def by_former_name(after: dict[KeyPath, str], before: dict[KeyPath, str]) -> dict[KeyPath, str]:
    """Return texts by the paths of before, where one resource has another name."""
    gone = {path[1:2] for path in before.keys() - after.keys()}
    new = {path[1:2] for path in after.keys() - before.keys()}
    if len(gone) != 1 or len(new) != 1:
        return after
    names = dict(zip(new, gone, strict=True))
    return {
        (*path[:1], *names.get(path[1:2], path[1:2]), *path[2:]): text
        for path, text in after.items()
    }


def _rule(schema: Schema, path: KeyPath) -> Schema | None:
    for key in path:
        inside = (
            schema.get("items") if isinstance(key, int) else schema.get("properties", {}).get(key)
        )
        schema = inside if isinstance(inside, dict) else schema.get("additionalProperties")  # type: ignore[assignment]
        if not isinstance(schema, dict):
            return None
    return schema


def _replaced(data: Any, path: KeyPath, value: Any) -> Any:
    if not path:
        return value
    if isinstance(data, dict):
        return {**data, path[0]: _replaced(data[path[0]], path[1:], value)}
    return [
        _replaced(each, path[1:], value) if index == path[0] else each
        for index, each in enumerate(data)
    ]
