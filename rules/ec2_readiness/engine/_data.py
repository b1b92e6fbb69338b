"""Names that AWS publishes, from `data/names.json`, which `tools/rules_data.py` refreshes."""

from __future__ import annotations

import json
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parent.parent / "data" / "names.json"


@cache
def _lists() -> dict[str, dict[str, Any]]:
    return dict(json.loads(FILE.read_text(encoding="utf-8")))


@cache
def names(kind: str) -> frozenset[str]:
    """What a service takes; everything else it refuses."""
    return frozenset(_lists()[kind]["names"])


def written_on(kind: str) -> str:
    """The day on which the list was written, as 2026-11-25."""
    return str(_lists()[kind]["written"])


def nearest(kind: str, value: str) -> str:
    """The name that was probably meant; empty where none is near."""
    known = names(kind)
    folded = {name.lower().replace("_", "-"): name for name in known}
    near = get_close_matches(value.lower().replace("_", "-"), sorted(folded), 1, 0.75)
    return folded[near[0]] if near else ""
