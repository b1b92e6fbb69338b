"""The EC2 instance types of a region, as far as cfn-lint knows them."""

from __future__ import annotations

import functools
from typing import Any

from pipeline.config.cfn_lint_data import cfn_lint_data

# cfn-lint gets it from AWS's pricing data.
_FILE = "data/schemas/extensions/aws_ec2_instance/instancetype_enum.json"


def known_types(region: str) -> frozenset[str]:
    """Return the types of a region; empty for a region that cfn-lint does not know."""
    return frozenset(_by_region().get(region, {}).get("enum", ()))


@functools.cache
def _by_region() -> dict[str, Any]:
    return cfn_lint_data(_FILE)
