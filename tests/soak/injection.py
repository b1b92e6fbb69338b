"""Hostile values in every setting of text: refused, or read exactly as they are written."""

from __future__ import annotations

import itertools
import random
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
from tests.test_schema_examples import EXAMPLES, config_of

NAME = "hostile values in settings of text: refused, or read as they are written"
MARK = "just-a-word"
PAYLOADS = (
    *(
        "${AWS::AccountId}",
        "${!x}",
        "{{ 7*7 }}",
        "{% x %}",
        "{{resolve:ssm:x}}",
        "{# x #}",
        "!Ref X",
    ),
    *(
        '"',
        "'",
        "\\",
        "`echo x`",
        "$(echo x)",
        "$HOME",
        "; echo x",
        "&& echo x",
        "| cat",
        "> x",
        "\n",
    ),
    *(
        "\nA: b",
        "\n  Resources: {}",
        ": ",
        " #",
        "- a",
        "? a",
        "&a",
        "*a",
        "[a]",
        "{a: b}",
        "%h",
        "%%",
    ),
    *(
        "\nExecStart=/bin/sh",
        "\n[Service]",
        '",\n"a": "b',
        "\\u0022",
        "\\n",
        "*",
        "?",
        "arn:aws:iam::*",
    ),
    *(
        "1e3",
        "0o14",
        "012",
        "null",
        "~",
        "true",
        "no",
        "<<",
        "=",
        "22:22",
        "2026-11-23",
        "---",
        "...",
    ),
    *(
        "\t",
        "\u00a0",
        "\u200d",
        "\U0001f600",
        "ä",
        "\x00",
        "\x1b[2J",
        "\u2028",
        "\u202e",
        "\r",
        "\ufeff",
    ),
)
_ONE_IN = 40  # renderings that a reader of YAML 1.2 reads: it takes ten times as long as all else


class Setting(NamedTuple):
    """A setting of text, a config that has it, and where in that it is."""

    name: str
    config: Data
    path: KeyPath
    rule: Schema


def hostile_values(count: int, seed: int) -> list[str]:
    """Return `count` values: payloads alone, around a word, and joined, those alone first."""
    around = [
        f"{left}{payload}{right}"
        for left, right in (("a", "b"), ("", "b"), ("a", ""), ("/", "/x"))
        for payload in PAYLOADS
    ]
    joined = ["".join(pair) for pair in itertools.permutations(PAYLOADS, 2)]
    more = [*around, *random.Random(seed).sample(joined, len(joined))]
    return [*PAYLOADS, *more][:count]


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


def soak(count: int, seed: int, _: Path) -> Soak:
    """Put `count` values into every setting."""
    values = hostile_values(count, seed)

    def place(folder: Path) -> Tried:
        own = _Place(folder)
        return lambda every: own.all_tried(every, values)

    return Soak(NAME, settings(), place, together=1, counted=lambda _: len(values))


class _Place:
    """A folder to render in, and how many values were accepted."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "case.yml"
        self.partials = PartialEnvironment(PROJECT.partials, PROJECT.bytecode)
        self.accepted = 0

    def all_tried(self, every: Sequence[Setting], values: list[str]) -> Iterator[str]:
        """Yield what is wrong with each value in each setting, with the setting before it."""
        for setting in every:
            yield from (f"{setting.name}: {each}" for each in self.tried(setting, values))

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
                        f"{value!r}: {each}" for each in self._wrong(found, before, plain, value)
                    )
                except Exception as error:
                    yield f"{value!r}: {error!r}"

    def _wrong(
        self, found: Rendering, before: dict[KeyPath, str], plain: str, value: str
    ) -> Iterator[str]:
        after = dict(texts(found.template.data))
        if after.keys() != before.keys():
            yield f"another structure: {sorted(map(str, after.keys() ^ before.keys()))[:3]}"
        elif plain == MARK:
            for path, text in before.items():
                if MARK in text and after[path] != text.replace(MARK, value):
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
