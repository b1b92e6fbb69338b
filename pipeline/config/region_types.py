"""The resource types of a region, as far as cfn-lint knows them."""

from __future__ import annotations

import functools

from pipeline.config.cfn_lint_data import cfn_lint_data
from pipeline.config.regions import OTHER_PARTITIONS

# cfn-lint gets it from CloudFormation's registry.
_FOLDER = "data/schemas/providers"


@functools.cache
def region_types(region: str) -> frozenset[str]:
    """Return the resource types of a region; empty for a region that cfn-lint does not know."""
    return frozenset(cfn_lint_data(f"{_FOLDER}/{region}.json"))


def without_type(regions: list[str], type_: str) -> list[str]:
    """Return the regions that do not have a type; where cfn-lint is silent, the other partitions.

    These get types that are new in the commercial regions later, or never.
    """
    return [
        region
        for region in regions
        if (type_ not in types if (types := region_types(region)) else _is_apart(region))
    ]


def _is_apart(region: str) -> bool:
    return region.startswith(OTHER_PARTITIONS)
