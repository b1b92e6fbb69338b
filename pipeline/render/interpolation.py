"""The config's values inside text: what is between the marks of a rendered partial."""

from __future__ import annotations

from typing import Any

from pipeline.render.located import unlocate
from pipeline.render.markers import VALUE


def has_values(text: str) -> bool:
    """Tell whether a text has values of the config in it."""
    return "\ue000" in text


def values_in(text: str, values: list[Any]) -> list[Any]:
    """Return the config's values in a text, in order."""
    return [values[int(number)] for number in VALUE.findall(text)]


def lone_value(text: str, values: list[Any]) -> tuple[Any] | None:
    """Return the value that a text is, alone in a tuple; None if it is more, or none."""
    match = VALUE.fullmatch(text)
    return (values[int(match[1])],) if match else None


def fill(text: str, values: list[Any], *, in_sub: bool) -> str:
    """Return the text with values in it; in a `Fn::Sub` no `${` with a part of them is one.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-sub.html
    """
    filled = ""
    for index, part in enumerate(VALUE.split(text)):
        is_value = index % 2 == 1
        piece = _as_text(values[int(part)]) if is_value else part
        if in_sub and is_value:
            piece = piece.replace("${", "${!")
        if in_sub and filled.endswith("$") and piece.startswith("{"):
            piece = "{!" + piece[1:]
        filled += piece
    return filled


def _as_text(value: Any) -> str:
    plain = unlocate(value)
    return str(plain).lower() if isinstance(plain, bool) else str(plain)
