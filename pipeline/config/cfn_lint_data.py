"""Facts about regions that cfn-lint carries in files, with each release.

Only the file is read: cfn-lint's package takes most of a second to import.
"""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any


def cfn_lint_data(file: str) -> dict[str, Any]:
    """Return a JSON map of cfn-lint's package; empty where cfn-lint or the file is not there."""
    try:
        found: dict[str, Any] = json.loads(cfn_lint_bytes(file))
    except ValueError:
        return {}
    return found


def cfn_lint_bytes(file: str) -> bytes:
    """Return a file of cfn-lint's package; empty where one of them is not there."""
    package = find_spec("cfnlint")
    if not package or not package.origin:
        return b""
    try:
        return (Path(package.origin).parent / file).read_bytes()
    except OSError:
        return b""
