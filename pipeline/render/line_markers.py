"""The extension of Jinja that marks a partial's text; what the marks are: see `placeholders.py`.

Only a partial that is compiled needs it: its import takes a hundredth of a run's time.
"""

from __future__ import annotations

from collections.abc import Iterator

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream


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


def _mark(token: Token, name: str) -> str:
    first, *rest = token.value.split("\n")
    text: str = first
    for number, line in enumerate(rest, start=token.lineno):
        text += f"\ue002{name}:{number}\ue003\n{line}"
    own = text.strip()  # blanks stay outside, where a filter such as `trim` finds them
    return text.replace(own, f"\ue006{own}\ue007", 1) if own else text
