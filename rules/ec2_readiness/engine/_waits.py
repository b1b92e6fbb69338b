"""How long a boot script waits at most, where it says so."""

from __future__ import annotations

import re

_ASSIGNED = re.compile(r"(?m)^\s*(?:export\s+|readonly\s+|local\s+)?(\w+)=['\"]?(\d+)['\"]?\s*$")
_CLOCK = re.compile(
    r"\bSECONDS['\"]?\s*(?:<=?|>=?|-l[te]|-g[te])\s*['\"]?([\w$+ -]+?)\s*(?:\)|\]|['\"]|&&)"
)
_COUNTED = re.compile(
    r"\bfor\s+\w+\s+in\s+(?:\{1\.\.(\d+)\}|[$`]\(?seq\s+(?:1\s+)?(\d+)[)`])\s*;?\s*do\b(.*?)\bdone\b",
    re.DOTALL,
)
_SLEEP = re.compile(r"\bsleep\s+(\d+)([smh]?)\b")
_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600}


def longest_wait(script: str) -> float:
    """Seconds that its loops wait at most, by its clock or by count and sleep; 0 for none."""
    values = dict(_ASSIGNED.findall(script))
    found = [_evaluated(expression, values) for expression in _CLOCK.findall(script)]
    for braces, counted, body in _COUNTED.findall(script):
        pauses = [int(count) * _UNITS[unit] for count, unit in _SLEEP.findall(body)]
        found.append(float(int(braces or counted) * sum(pauses)))
    return max(found, default=0)


def _evaluated(expression: str, values: dict[str, str]) -> float:
    """A sum of numbers and names, such as `TIMEOUT - 30`; 0 where it is not known."""
    total, sign = 0.0, 1
    for part in re.findall(r"\d+|\$?\{?[A-Za-z_]\w*|[-+]", expression):
        if part in ("+", "-"):
            sign = 1 if part == "+" else -1
            continue
        text = values.get(part.lstrip("${"), part)
        if not text.isdigit():
            return 0
        total += sign * int(text)
    return total
