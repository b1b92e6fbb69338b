"""The EC2 instance types of a region, as far as cfn-lint knows them."""

from __future__ import annotations

import functools
import json

from pipeline.config.cfn_lint_data import cfn_lint_bytes

# cfn-lint gets it from AWS's pricing data.
_FILE = "data/schemas/extensions/aws_ec2_instance/instancetype_enum.json"


@functools.cache
def known_types(region: str) -> frozenset[str]:
    """Return the types of a region; empty for a region that cfn-lint does not know.

    Only the region's part of the file is parsed: all of them are a fiftieth of a run's time.
    """
    start = _file().find(f'"{region}": '.encode())
    end = _file().find(b"}", start) + 1
    try:
        return frozenset(json.loads(b"{%b}" % _file()[start:end])[region]["enum"])
    except (LookupError, ValueError):
        return frozenset()


@functools.cache
def _file() -> bytes:
    return cfn_lint_bytes(_FILE)
