"""A shell script as it goes into user data: without what the template has no room for."""

from __future__ import annotations

import re
from collections.abc import Mapping

_BLOCK = re.compile(r"( *)if \[\[ ((?:\$[A-Z0-9_]+)+) \]\]; then")
_PARAMETERS = re.compile(r"(?<=\(\) \{) # .*")  # of a function, beside its name
_INDENT = "  "


def shorten(text: str, switches: Mapping[str, object]) -> str:
    """Return a script without comments, and with its switches decided.

    Of a block `if [[ $A$B ]]; then ... fi`, each variable a switch, the lines inside are left if
    one of the switches is on, and nothing if all are off, as the shell would have it. A template
    has 51,200 bytes, user data 16 KB, and the checks of a template take each call that they find
    for one that is made.
    """
    lines = [
        _PARAMETERS.sub("", line) for line in text.split("\n") if not line.lstrip().startswith("#")
    ]
    text = "\n".join(_decided(lines, switches))
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n")


def _decided(lines: list[str], switches: Mapping[str, object]) -> list[str]:
    decided: list[str] = []
    while lines:
        line, *lines = lines
        block = _BLOCK.fullmatch(line)
        names = block[2].lstrip("$").split("$") if block else []
        if block and switches.keys() >= set(names):
            end = lines.index(f"{block[1]}fi")
            if any(switches[name] for name in names):
                inside = [each.removeprefix(_INDENT) for each in lines[:end]]
                decided += _decided(inside, switches)
            lines = lines[end + 1 :]
        else:
            decided.append(line)
    return decided
