"""The EC2 instance types of a region, as far as cfn-lint knows them."""

from __future__ import annotations

import functools
import json
from importlib.util import find_spec
from pathlib import Path

# cfn-lint gets it from AWS's pricing data, with each release. Only the file is read: its package
# takes most of a second to import.
_FILE = "data/schemas/extensions/aws_ec2_instance/instancetype_enum.json"


def known_types(region: str) -> frozenset[str]:
    """Return the types of a region; empty for a region that cfn-lint does not know."""
    return frozenset(_by_region().get(region, {}).get("enum", ()))


@functools.cache
def _by_region() -> dict[str, dict[str, list[str]]]:
    package = find_spec("cfnlint")
    if not package or not package.origin:
        return {}
    path = Path(package.origin).parent / _FILE
    try:
        found: dict[str, dict[str, list[str]]] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found
