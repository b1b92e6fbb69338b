"""How CloudWatch turns data points, some of them missing, into the state of an alarm.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
"""

from __future__ import annotations

from collections.abc import Sequence

OK, ALARM, INSUFFICIENT_DATA = "OK", "ALARM", "INSUFFICIENT_DATA"

# CloudWatch retrieves more data points than EvaluationPeriods. The documentation's examples take
# five for an alarm of three periods, and give no other figure.
EXTRA_POINTS = 2


def next_state(
    points: Sequence[bool | None], periods: int, needed: int, missing: str, state: str
) -> str:
    """Return the state after these points of the evaluation range, the oldest first.

    A point is True where it breaches and None where it is missing; `missing` is TreatMissingData,
    `needed` DatapointsToAlarm, `state` the state before.
    """
    known = [point for point in points if point is not None][-periods:]
    filled = periods - len(known)
    if filled and missing in ("missing", "ignore"):
        return _unfilled(points, needed, missing, state)
    breaching = sum(known) + (filled if missing == "breaching" else 0)
    return ALARM if breaching >= needed else OK


def _unfilled(points: Sequence[bool | None], needed: int, missing: str, state: str) -> str:
    """Return the state where missing points stay missing: they never complete an alarm early."""
    known = [point for point in points if point is not None]
    if sum(known) >= needed:
        return ALARM
    if known and not all(known):
        return OK
    if missing == "ignore":
        return state
    # Nothing but breaching points, too few of them: the oldest says for how long it has been so.
    oldest = next((age for age, point in enumerate(points) if point), len(points))
    return ALARM if len(points) - oldest >= needed else INSUFFICIENT_DATA
