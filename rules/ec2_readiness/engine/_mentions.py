"""Which resources and parameters a piece of the template's source names."""

from __future__ import annotations

import re
from typing import Any

VARIABLE = re.compile(r"\$\{([^}]*)\}")
_ID = re.compile(r"^[A-Za-z0-9]+$")


def mentions(node: Any) -> frozenset[str]:
    """Every logical id that the source names."""
    found: set[str] = set()
    if isinstance(node, dict):
        for key, child in node.items():
            if key in ("Ref", "Fn::GetAtt", "Fn::Sub"):
                found |= _named(child)
            found |= mentions(child)
    elif isinstance(node, list):
        for child in node:
            found |= mentions(child)
    return frozenset(found)


def _named(body: Any) -> set[str]:
    """The ids in what Ref, GetAtt or Sub was given."""
    first = body[0] if isinstance(body, list) and body else body
    if not isinstance(first, str):
        return set()
    names = {name.strip().split(".")[0] for name in VARIABLE.findall(first)}
    return names | {name for name in [first.split(".")[0]] if _ID.match(name)}
