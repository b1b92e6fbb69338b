"""The metrics that AWS publishes for this kind of stack, and their dimensions.

`data/metrics.json` has them by namespace, each with its page and the day it was written; `compared`
says whether it was held against the page on that day.
"""

from __future__ import annotations

import json
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / "data" / "metrics.json"
Dimensions = frozenset[str]


def _read() -> dict[str, dict[str, set[Dimensions]]]:
    """Each namespace's metrics, with the sets of dimensions that they are published with."""
    return {
        namespace: {
            name: {frozenset(names) for names in group["dimensions"]}
            for group in body["metrics"]
            for name in group["names"]
        }
        for namespace, body in json.loads(FILE.read_text(encoding="utf-8")).items()
    }


METRICS = _read()
