"""Here-documents: what a shell script writes from its own text."""

from __future__ import annotations

import re

_HEREDOC = re.compile(r"(?<!<)<<-?\s*(['\"]?)([A-Za-z_]\w*)\1")


def without_heredocs(text: str) -> str:
    """The script without the files that it writes from its own text."""
    kept: list[str] = []
    ends: list[str] = []
    for line in text.split("\n"):
        if ends:
            if line.strip() == ends[0]:
                ends.pop(0)
            continue
        kept.append(_HEREDOC.sub("", line))
        ends = [match[2] for match in _HEREDOC.finditer(line.split(" #")[0])]
    return "\n".join(kept)
