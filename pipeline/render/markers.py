"""Marks in a rendered partial that lead each line back to its source, and each value to itself.

Jinja forgets where its output came from. So an extension ends every line of a template's text
with the line's number, and `finalize` leaves the number of a value instead of its text. Values
thereby never pass through YAML: nothing in a value can change the structure of a template.
A template's own text stands between marks, so that what an expression makes of it and of a value
together (`macro() ~ value`) can be told apart from it.
The marks are private-use characters, which YAML takes for letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from pipeline.diagnostic import Location

VALUE = re.compile("\ue000([0-9]+)\ue001")
MARKS = re.compile("[\ue000-\ue003\ue006\ue007]")
_LINE = re.compile("\ue002([^\ue003]*):([0-9]+)\ue003")
_OWN = re.compile("\ue006[^\ue006\ue007]*\ue007")


class Rendered(NamedTuple):
    """A rendered partial: its text, the source of each of its lines, its values by number."""

    name: str
    text: str
    lines: list[Location]
    values: list[Any]


class LineMarkers(Extension):
    """Marks a template's own text, and ends each of its lines with the file and number."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return the source with a line feed at its end, which carries the last line's mark."""
        return source if source.endswith("\n") else source + "\n"

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Yield the lexer's tokens, those of plain text with marks."""
        for token in stream:
            if token.type == "data":
                yield Token(token.lineno, "data", _mark(token, stream.name or ""))
            else:
                yield token


def value_placeholder(number: int) -> str:
    """Return the text that stands for a value until the partial is parsed."""
    return f"\ue000{number}\ue001"


def is_own(text: str) -> bool:
    """Whether a text is a template's own, with marks for values in it, and holds nothing else."""
    return not VALUE.sub("", _OWN.sub("", text)).strip()


def unmark(name: str, text: str, values: list[Any]) -> Rendered:
    """Return the rendered text without line marks, and what they said.

    A line put together from several sources counts for the last one; one without any mark counts
    for the source of the line before.
    """
    lines: list[str] = []
    locations: list[Location] = []
    location = Location(name, 1)
    for line in text.replace("\ue006", "").replace("\ue007", "").split("\n"):
        for match in _LINE.finditer(line):
            location = Location(match[1], int(match[2]))
        lines.append(_LINE.sub("", line) if "\ue002" in line else line)
        locations.append(location)
    return Rendered(name, "\n".join(lines), locations, values)


def _mark(token: Token, name: str) -> str:
    first, *rest = token.value.split("\n")
    text: str = first
    for number, line in enumerate(rest, start=token.lineno):
        text += f"\ue002{name}:{number}\ue003\n{line}"
    own = text.strip()  # blanks stay outside, where a filter such as `trim` finds them
    return text.replace(own, f"\ue006{own}\ue007", 1) if own else text
