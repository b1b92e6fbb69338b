"""The IAM actions of AWS's services, as cfn-lint lists them.

https://docs.aws.amazon.com/service-authorization/latest/reference/
"""

from __future__ import annotations

import functools
from typing import Any

from pipeline.review.registry import read_data

_LIST = "AdditionalSpecs/Policies.json"


def action_resources(action: str) -> list[str] | None:
    """Return the kinds of resources that an action can be limited to; None if there is no such."""
    service, _, name = action.partition(":")
    actions = _services().get(service, {}).get("Actions", {})
    if "*" in name:
        return [] if actions else None
    found = actions.get(name.lower())
    return None if found is None else list(found.get("Resources", []))


@functools.cache
def _services() -> dict[str, Any]:
    return read_data(_LIST)
