"""Strings with holes in them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ec2_readiness.engine._values import Hole, Text, Value, holes, string

_DYNAMIC = re.compile(r"\{\{resolve:[^}]*\}\}")


def literal(text: str) -> Value:
    """A string in which dynamic references are holes."""
    pieces: list[Value] = []
    end = 0
    for match in _DYNAMIC.finditer(text):
        pieces += [text[end : match.start()], Hole(key=match[0])]
        end = match.end()
    return joined([*pieces, text[end:]]) if pieces else str(text)


def joined(pieces: Iterable[Value]) -> Value:
    """One string, one hole, or a text of both."""
    parts: list[str | Hole] = []
    for piece in pieces:
        for part in piece.parts if isinstance(piece, Text) else [piece]:
            text = part if isinstance(part, Hole) else string(part)
            if isinstance(text, str) and parts and isinstance(parts[-1], str):
                parts[-1] += text
            elif text is None:
                parts.append(Hole(key=repr(part), mentions=_mentioned(part)))
            elif text != "":
                parts.append(text)
    if len(parts) == 1:
        return parts[0]
    return Text(tuple(parts)) if parts else ""


def _mentioned(value: Value) -> frozenset[str]:
    return frozenset(name for hole in holes(value) for name in hole.mentions)
