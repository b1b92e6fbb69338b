"""What a rollback could not do: the failures after its start, and the way out of each state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.review.events import Event

_SKIP = (
    "  or:    add --resources-to-skip {names}: they stay as they are now"
    " and differ from the template"
)


def state(events: Sequence[Event]) -> str:
    """Return the last state of the stack, empty where no event is the stack's own."""
    return next((each.status for each in reversed(events) if each.is_stack), "")


def before_rollback(events: Sequence[Event]) -> Sequence[Event]:
    """Return the events up to the start of the first rollback, all where there is none."""
    starts = (index for index, each in enumerate(events) if each.starts_rollback)
    return events[: next(starts, len(events))]


def rollback_failures(events: Sequence[Event]) -> list[Event]:
    """Return what failed in the last rollback by itself, the last event of each resource."""
    starts = [index for index, each in enumerate(events) if each.starts_rollback]
    return _failures(events[starts[-1] :]) if starts else []


def left_behind(events: Sequence[Event]) -> list[Event]:
    """Return what the clean-up of an update, or of its rollback, could not delete.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html, "Resource
    removed from stack but not deleted".
    """
    if state(events) not in ("UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"):
        return []
    last = {each.resource: each for each in events if not each.is_stack}
    return [each for each in last.values() if each.status == "DELETE_FAILED"]


def way_out(events: Sequence[Event]) -> Iterator[str]:
    """Yield what to do before the stack can be deployed again, nothing where it can be.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ContinueUpdateRollback.html
    """
    if state(events) in ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED"):
        yield "  then:  delete the stack before you create it again"
    if state(events) != "UPDATE_ROLLBACK_FAILED":
        return
    command = f"aws cloudformation continue-update-rollback --stack-name {events[-1].stack}"
    yield "  then:  no template can be deployed now: repair the cause, and run"
    yield f"         {command}"
    names = [each.resource for each in rollback_failures(events)]
    if names:
        yield _SKIP.format(names=" ".join(names))


def _failures(events: Sequence[Event]) -> list[Event]:
    found = {each.resource: each for each in events if each.failed and not each.is_stack}
    return list(found.values())
