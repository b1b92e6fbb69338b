"""Why a deployment failed: the first cause in a stack's events, led back to the config's line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pipeline.review.causes import Causes
from pipeline.review.events import Event, read_events
from pipeline.review.failed_element import behind, failed_element
from pipeline.review.failure_reasons import Reason, explain_reason
from pipeline.review.partial_text import read_partials
from pipeline.review.wording import plural
from pipeline.template.assembly import Rendering

_INSTANCE = re.compile(r"\bi-[0-9a-f]{8,17}\b")


def explain_events(name: str, rendering: Rendering, partials: Path) -> str:
    """Return why the last operation in a file of events failed, and what to do.

    Raises InvalidInput for a file that holds no events.
    """
    events = read_events(name)
    cause = first_cause(events)
    if cause is None:
        return f"{events[-1].stack}: no failure: {events[-1].status}\n"
    lines = [
        f"{cause.stack}: {events[0].status.split('_')[0].lower()} failed, now {_state(events)}"
    ]
    lines += ["", f"CAUSE  {cause.resource} ({cause.type}) {cause.status} at {cause.time}"]
    lines.append(f"  {cause.reason or 'without a reason'}")
    lines += [f"  {each}" for each in _explanation(cause, events)]
    lines += [f"  {each}" for each in _places(cause, rendering, partials)]
    lines += _rest(cause, events)
    return "\n".join(lines) + "\n"


def first_cause(events: list[Event]) -> Event | None:
    """Return the first event that failed by itself, None where nothing failed."""
    failed = [each for each in events if each.status.endswith("_FAILED") and not each.follows]
    own = [each for each in failed if not each.is_stack]
    if own and not own[0].status.startswith("DELETE"):
        return _detailed(own[0], events)
    rolled = [
        each for each in events if each.is_stack and "ROLLBACK" in each.status and each.reason
    ]
    own_reason = [each for each in rolled if not each.follows]
    return next(iter([*own_reason, *own, *failed]), None)


def _detailed(cause: Event, events: list[Event]) -> Event:
    """Return the failure with what was said of the same resource before, such as its signals."""
    said = [
        each.reason
        for each in events
        if each.resource == cause.resource and "FAILURE signal" in each.reason
    ]
    more = [each for each in dict.fromkeys(said) if each != cause.reason]
    return cause._replace(reason="; ".join([cause.reason, *more]))


def _state(events: list[Event]) -> str:
    return next((each.status for each in reversed(events) if each.is_stack), events[-1].status)


def _explanation(cause: Event, events: list[Event]) -> Iterator[str]:
    found = explain_reason(cause.reason)
    if found is None:
        yield "means: no known wording; the sentence above is all that AWS says"
        return
    yield f"means: {found.means}"
    yield f"next:  {_with_instance(found, cause)}"
    if _state(events) in ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED"):
        yield "then:  delete the stack before you create it again"
    elif _state(events) == "UPDATE_ROLLBACK_FAILED":
        yield "then:  repair what the rollback failed on, and run continue-update-rollback"


def _with_instance(found: Reason, cause: Event) -> str:
    instances = list(dict.fromkeys(_INSTANCE.findall(cause.reason)))
    return found.next.replace("INSTANCE", instances[0]) if instances else found.next


def _places(cause: Event, rendering: Rendering, partials: Path) -> Iterator[str]:
    path = failed_element(cause, rendering)
    source = rendering.template.source(path) if path else None
    if not path or source is None:
        return
    yield f"made in {source.partial}"
    found = Causes(rendering, read_partials(partials)).of(behind(path, rendering))
    if len(path) > 2 and found.setting and not found.is_default:
        yield f"from    {found.text}"


def _rest(cause: Event, events: list[Event]) -> Iterator[str]:
    later = [each for each in events if each.follows and not each.is_stack]
    names = list(dict.fromkeys(each.resource for each in later if each.resource != cause.resource))
    if names:
        yield ""
        yield f"Only because of it: {plural(len(names), 'resource')} cancelled ({', '.join(names)})"
    again = [
        each
        for each in events
        if each.status.endswith("_FAILED") and not each.follows and not each.is_stack
        and each.resource != cause.resource
    ]  # fmt: skip
    for each in again:
        yield f"Failed too: {each.resource} {each.status}: {each.reason}"
