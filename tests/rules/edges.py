"""The edges of a rule: the last value that it takes, the first that it reports, in one row each.

A row is made as a pair is (planted.py), with lists in place of `wrong` and `right`: `found` has
what the rule reports at `at`, with the text `says` in its message, `silent` what it takes. With a
`place` each item is the value there; without one each item is a boot script, or a table of places
and values, where a value may be (absent). In a text, (1024 x) is so many letters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from .corpus import HERE
from .planted import ABSENT, DATA, Pair


@dataclass(frozen=True)
class Edge:
    """A row: a sound template, what a rule reports in it and what not."""

    number: int
    body: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.body['rule']}-{self.number}"

    def templates(self, side: str) -> Iterator[tuple[Pair, dict[str, Any]]]:
        """Yield the template of each item, with the pair that it is a side of."""
        for item in self.body.get(side, ()):
            script = {f"{DATA}/UserData": {"Fn::Base64": {"Fn::Sub": item}}}
            own = script if isinstance(item, str) else item
            own = {self.body["place"]: item} if "place" in self.body else own
            places = {**self.body.get("also", {}), **own}
            gone = [key for key, value in places.items() if value == ABSENT]
            kept = {key: value for key, value in places.items() if value != ABSENT}
            place, wrong = kept.popitem() if kept else (gone.pop(), ABSENT)
            body = {**self.body, "place": place, "wrong": wrong, "also": kept, "absent": gone}
            pair = Pair(self.number, body)
            yield pair, pair.template("wrong")


def _long(value: Any) -> Any:
    """Return a value with its long texts written out."""
    if isinstance(value, str):
        return re.sub(r"\((\d+) x\)", lambda match: "x" * int(match[1]), value)
    if isinstance(value, list):
        return [_long(item) for item in value]
    return {key: _long(item) for key, item in value.items()} if isinstance(value, dict) else value


def edges() -> list[Edge]:
    """All rows, numbered by rule."""
    seen: Counter[str] = Counter()
    found = []
    for file in sorted((HERE / "edges").glob("*.yml")):
        for body in _long(yaml.safe_load(file.read_text())):
            seen[body["rule"]] += 1
            found.append(Edge(seen[body["rule"]], body))
    return found
