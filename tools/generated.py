"""What the generators of this folder share: write a file, or with --check compare it."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def as_json(data: Any) -> str:
    """Return JSON with one keyword a line, in the order that the data has."""
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def write(texts: Mapping[Path, str], command: str, arguments: list[str]) -> int:
    """Write each text to its file; with --check, name the files that differ. Return the exit code.

    `command` is what repairs them, for the message.
    """
    stale = [path for path, text in texts.items() if _read(path) != text]
    for path in stale:
        if "--check" in arguments:
            name = path.relative_to(ROOT).as_posix()
            print(f"{name}: not up to date; run: {command}", file=sys.stderr)
        else:
            path.write_text(texts[path], encoding="utf-8")
    return int(bool(stale) and "--check" in arguments)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""
