"""A config written as files: what it extends in one, the rest in another."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

Data = dict[str, Any]
NAME = "case.yml"
_BASE = "_base.yml"


def write(folder: Path, config: Data, random: Random | None = None) -> Path:
    """Write a config, half of the time shared out between the file and one that it extends."""
    path = folder / NAME
    own, base = _shared_out(config, random) if random and random.random() < 0.5 else (config, {})
    if base:
        (folder / _BASE).write_text(_text(base), encoding="utf-8")
        own = {"extends": _BASE, **own}
    path.write_text(_text(own), encoding="utf-8")
    return path


def _shared_out(config: Data, random: Random) -> tuple[Data, Data]:
    """Return what a config says in two parts, the first over the second."""
    own: Data = {}
    base: Data = {}
    for key, value in config.items():
        if isinstance(value, dict) and value:
            own[key], base[key] = _shared_out(value, random)
        elif random.random() < 0.5:
            own[key] = value
        else:
            base[key] = value
            if random.random() < 0.3 and isinstance(value, int):
                own[key], base[key] = value, value + 1  # the base's is overruled
    return own, base


def _text(config: Data) -> str:
    """Return JSON, which is YAML in which no text is ambiguous."""
    return json.dumps(config, indent=1, ensure_ascii=False) + "\n"
