"""The resource types of a region, as far as cfn-lint knows them."""

from __future__ import annotations

import functools
import json
from importlib.util import find_spec
from pathlib import Path

from pipeline.config.regions import OTHER_PARTITIONS

# cfn-lint gets it from CloudFormation's registry, with each release. Only the file is read: its
# package takes most of a second to import.
_FOLDER = "data/schemas/providers"


@functools.cache
def region_types(region: str) -> frozenset[str]:
    """Return the resource types of a region; empty for a region that cfn-lint does not know."""
    package = find_spec("cfnlint")
    if not package or not package.origin:
        return frozenset()
    path = Path(package.origin).parent / _FOLDER / f"{region}.json"
    try:
        return frozenset(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return frozenset()


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
