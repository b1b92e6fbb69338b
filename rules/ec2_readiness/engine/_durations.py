"""ISO 8601 durations as CloudFormation reads them."""

from __future__ import annotations

import re

from ec2_readiness.engine._values import Value, string

_DURATION = re.compile(
    r"^P(?:(\d+(?:\.\d+)?)D)?(?:T(?=\d)(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$"
)


def seconds(value: Value) -> float | None:
    """The length of `PT5M` and the like; None where it is not one."""
    match = _DURATION.match(string(value) or "")
    if match is None or not any(match.groups()):
        return None
    factors = (86400, 3600, 60, 1)
    return sum(
        float(part or 0) * factor for part, factor in zip(match.groups(), factors, strict=False)
    )


def shown_seconds(length: float) -> str:
    """600 as '10 minutes'."""
    for unit, name in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if length >= unit and length % unit == 0:
            count = int(length // unit)
            return f"{count} {name}" + ("s" if count != 1 else "")
    return f"{length:g} seconds"
