"""Any text as Markdown that shows it as it is, and as nothing else."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

_CONTROL = r"[\x00-\x1f\x7f\u2028\u2029]+"
# What starts markup anywhere in a line; an underscore or an @ only at the edge of a word.
_SPECIAL = re.compile(
    r"[\\`*\[\]|~$]|<(?=[A-Za-z/!?])|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|(?<![A-Za-z0-9.+-])@|&(?=#?\w+;)"
)
_MAY_BE_SPECIAL = frozenset("\\`*[]|~$<_@&")


@functools.lru_cache(maxsize=4096)  # most cells are the same in every environment
def cell(text: str) -> str:
    """Return a text for a table's cell or a paragraph, without any markup of its own."""
    text = _one_line(text)
    return text if _MAY_BE_SPECIAL.isdisjoint(text) else _SPECIAL.sub(r"\\\g<0>", text)


def cells(values: Iterable[object]) -> str:
    """Return the cells of a table's row, without the bars at its ends."""
    return " | ".join(cell(str(value)) for value in values)


def prose(text: str) -> str:
    """Return a text for a list's entry or a paragraph; a mark at its start is no list."""
    return re.sub(r"^(?:(?=[-+#>=])|(\d+)(?=[.)]))", r"\1\\", cell(text))


def code(text: str) -> str:
    """Return a text as a code span that a table's cell can hold."""
    text = _one_line(text)
    if not text:
        return ""
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    pad = " " if text[0] == "`" or text[-1] == "`" else ""
    return f"{fence}{pad}{text}{pad}{fence}".replace("|", "\\|")


def _one_line(text: str) -> str:
    return text.strip() if text.isprintable() else re.sub(_CONTROL, " ", text).strip()
