"""What a template's value is known to be: plain data, or data with holes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any

Value = Any  # plain YAML data in which a Hole, a Text or an Encoded may take the place of a value


@dataclass(frozen=True)
class Hole:
    """A value known only at deployment: a reference, an import, a dynamic reference."""

    target: str = ""  # the logical id or parameter that Ref or GetAtt names
    attribute: str = ""  # the attribute of GetAtt, empty for Ref
    key: str = ""  # for anything else, its source: the same source gives the same value
    mentions: frozenset[str] = frozenset()  # every logical id it depends upon
    covers: bool = False  # it is a value around this one, which may be absent

    def shown(self) -> str:
        name = f"{self.target}.{self.attribute}" if self.attribute else self.target
        return "${" + (name or "?") + "}"


@dataclass(frozen=True)
class Text:
    """A string with holes in it."""

    parts: tuple[str | Hole, ...]

    def shown(self) -> str:
        return "".join(p if isinstance(p, str) else p.shown() for p in self.parts)


@dataclass(frozen=True)
class Encoded:
    """What Fn::Base64 was given."""

    content: Value


class _Nothing:
    """AWS::NoValue: takes its key or its list item away."""


NOTHING = _Nothing()


def is_known(value: Value) -> bool:
    """Nothing in the value is left open."""
    if isinstance(value, (Hole, Text)):
        return False
    if isinstance(value, Encoded):
        return is_known(value.content)
    if isinstance(value, dict):
        return all(is_known(v) for v in value.values())
    return not isinstance(value, list) or all(is_known(v) for v in value)


def string(value: Value) -> str | None:
    """A string, number or boolean as CloudFormation hands it on; None where it is not known."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int, float)):
        return str(value)
    return None


def shown(value: Value) -> str:
    """Like `string`, with the holes written as `${Name}`: for messages and for patterns."""
    if isinstance(value, (Hole, Text)):
        return value.shown()
    if isinstance(value, Encoded):
        return shown(value.content)
    return string(value) or ""


def is_other(value: Value, *others: Value) -> bool:
    """The value is there and is none of the others; False where one is a hole without a name."""
    text, texts = shown(value), [shown(other) for other in others]
    return value is not None and text not in texts and "${?}" not in "".join([text, *texts])


def number(value: Value) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        value = value.strip()
    elif not isinstance(value, (int, float)):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if isfinite(found) else None


def truth(value: Value) -> bool | None:
    """A boolean in any of the spellings that CloudFormation takes."""
    word = (string(value) or "").lower()
    return {"true": True, "false": False}.get(word)


def pick(value: Value, *keys: str | int) -> Value:
    """Walk into data; None where nothing is there, a covering hole where that is not known."""
    for key in keys:
        if isinstance(value, dict) and isinstance(key, str):  # by far the most frequent
            value = value.get(key)
        elif isinstance(value, Hole):
            return value if value.covers else replace(value, covers=True)
        elif isinstance(value, list) and isinstance(key, int) and key < len(value):
            value = value[key]
        else:
            return None
    return value


def is_stated(value: Value) -> bool:
    """The value is surely there, known or not."""
    return value is not None and not (isinstance(value, Hole) and value.covers)


def entries(value: Value) -> list[tuple[int, Value]]:
    """The items of a list with their positions; nothing where it is not a list."""
    return list(enumerate(value)) if isinstance(value, list) else []


def as_list(value: Value) -> list[Value]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def holes(value: Value) -> Iterator[Hole]:
    """Every hole anywhere in the value."""
    if isinstance(value, Hole):
        yield value
    elif isinstance(value, Text):
        yield from (p for p in value.parts if isinstance(p, Hole))
    elif isinstance(value, Encoded):
        yield from holes(value.content)
    elif isinstance(value, dict):
        for child in value.values():
            yield from holes(child)
    elif isinstance(value, list):
        for child in value:
            yield from holes(child)


def strings(value: Value) -> Iterator[str]:
    """Every string anywhere in the value, with its holes shown."""
    if isinstance(value, (str, Text)):
        yield shown(value)
    elif isinstance(value, Encoded):
        yield from strings(value.content)
    elif isinstance(value, dict):
        for child in value.values():
            yield from strings(child)
    elif isinstance(value, list):
        for child in value:
            yield from strings(child)
