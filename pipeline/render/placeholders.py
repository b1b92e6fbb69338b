"""Placeholders in a rendered partial, which lead each line and each value back to its source.

Jinja's output does not say where it came from. So an extension (`line_markers.py`) ends every line
of a partial's text with a mark of the line's number, and `finalize` leaves a numbered placeholder
instead of a value's text. Values thereby never pass through YAML: nothing in a value can change the
structure of a template. A partial's own text is enclosed in marks, so that an expression which
joins it with a value (`macro() ~ value`) can be detected. The hash of an element is a placeholder,
too, until the template is whole.

All of them are private-use characters, which YAML reads as letters, and which no config can hold.
"""

import functools
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from pipeline.diagnostic import Location
from pipeline.render.provenance import unlocate

VALUE = re.compile("\ue000([0-9]+)\ue001")
_PLACEHOLDERS = re.compile("[\ue000-\ue003\ue006\ue007]")
_HASH = re.compile("\ue004([^\ue005]*)\ue005")
_OWN = re.compile("\ue006[^\ue006\ue007]*\ue007")


class Rendered(NamedTuple):
    """A rendered partial: its text, the source of each of its lines, its values by number."""

    name: str
    text: str
    lines: list[Location]
    values: list[Any]


def value_placeholder(number: int) -> str:
    """Return the text that is replaced by the value of this number after parsing."""
    return f"\ue000{number}\ue001"


def hash_placeholder(path: str) -> str:
    """Return the text that is replaced by the hash of an element once the template is whole."""
    return f"\ue004{path}\ue005"


def fill_hashes(text: str, hash_of: Callable[[str], str]) -> str:
    """Return the text with the hash of each element that it names."""
    return _HASH.sub(lambda match: hash_of(match[1]), text) if has_hashes(text) else text


def has_hashes(text: str) -> bool:
    """Whether a text has placeholders of hashes in it."""
    return "\ue004" in text


def has_placeholders(text: str) -> bool:
    """Whether a text has placeholders or marks of a partial in it."""
    return bool(_PLACEHOLDERS.search(text))


def is_own(text: str) -> bool:
    """Whether a text is a partial's own, with placeholders in it, and holds nothing else."""
    return not VALUE.sub("", _OWN.sub("", text)).strip()


def has_values(text: str) -> bool:
    """Whether a text has values of the config in it."""
    return "\ue000" in text


def values_in(text: str, values: list[Any]) -> list[Any]:
    """Return the config's values in a text, in order."""
    return [values[int(number)] for number in VALUE.findall(text)] if has_values(text) else []


def lone_value(text: str, values: list[Any]) -> tuple[Any] | None:
    """Return the value that a text is, alone in a tuple; None if it is more, or none."""
    match = VALUE.fullmatch(text)
    return (values[int(match[1])],) if match else None


def fill(text: str, values: list[Any], *, in_sub: bool) -> str:
    """Return the text with values in it; in a `Fn::Sub` no `${` with a part of them is one.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-sub.html
    """
    if not has_values(text):
        return text
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


@functools.lru_cache(maxsize=256)  # the text holds no values, so most environments have the same
def unmark(folder: str, name: str, text: str) -> tuple[str, list[Location]]:
    """Return the rendered text of a folder's partial without line marks, and what they said.

    A line put together from several sources counts for the last one; one without any mark counts
    for the source of the line before.
    """
    lines: list[str] = []
    locations: list[Location] = []
    location = Location(f"{folder}/{name}", 1)
    for line in text.replace("\ue006", "").replace("\ue007", "").split("\n"):
        content, *marked = line.split("\ue002")
        for each in marked:
            mark, _, behind = each.partition("\ue003")
            content += behind
        if marked:
            file, _, number = mark.rpartition(":")
            location = Location(f"{folder}/{file}", int(number))
        lines.append(content)
        locations.append(location)
    return "\n".join(lines), locations


def _as_text(value: Any) -> str:
    plain = unlocate(value)
    return str(plain).lower() if isinstance(plain, bool) else str(plain)
