"""The state of the program that a figure is about."""

from __future__ import annotations

import hashlib

from tests.support import ROOT

_PARTS = ("pipeline", "partials", "schema", "rules")


def state() -> str:
    """Return a digest of the code, the partials, the schema and the rules."""
    digest = hashlib.sha256()
    for part in _PARTS:
        for path in sorted((ROOT / part).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:12]
