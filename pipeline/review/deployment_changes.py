"""How deployments differ after a change, for the capacities that both fleets can have."""

from __future__ import annotations

from typing import Any

from pipeline.review.deployment import plans
from pipeline.review.fleet import read_fleet
from pipeline.review.plan import Plan
from pipeline.review.wording import duration, plural

_MANY = 6  # capacities, each with a line of its own


def deployment_changes(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Return a line for each capacity at which more or fewer serve or run, and for the times."""
    old, new = read_fleet(before), read_fleet(after)
    if old is None or new is None or old == new:
        return []
    earlier, later = plans(old), plans(new)
    known = {each.capacity: each for each in earlier}
    changed = [each for each in later if _numbers(known.get(each.capacity)) != _numbers(each)]
    lines = [_line(known.get(each.capacity), each) for each in _most_telling(changed)]
    if left := len(changed) - len(lines):
        lines.append(f"and {plural(left, 'other size')} of the group")
    if _times(earlier) != _times(later):
        lines.append(f"a deployment takes {_times(later)}; until now {_times(earlier)}")
    return lines


def _numbers(plan: Plan | None) -> tuple[str, int, int] | None:
    return (plan.strategy, plan.lowest, plan.highest) if plan else None


def _most_telling(changed: list[Plan]) -> list[Plan]:
    """Return the plans, of many those for the lowest, the worst and the highest capacity."""
    if len(changed) <= _MANY:
        return changed
    worst = min(changed, key=lambda each: (each.percent, each.capacity))
    some = {each.capacity: each for each in (changed[0], worst, changed[-1])}
    return [some[capacity] for capacity in sorted(some)]


def _line(old: Plan | None, new: Plan) -> str:
    size = f"at {plural(new.capacity, 'instance')}"
    now = f"{new.lowest} serve at the lowest, {new.highest} run at most ({new.strategy})"
    if old is None:
        return f"{size}: {now}; not a capacity until now"
    return f"{size}: {now}; until now {old.lowest} and {old.highest} ({old.strategy})"


def _times(found: list[Plan]) -> str:
    shortest, longest = min(each.shortest for each in found), max(each.longest for each in found)
    return f"{duration(shortest)} to {duration(longest)}"
