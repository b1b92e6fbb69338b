"""Why a deployment failed: the first cause in a stack's events, led back to the config's line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.review.causes import Causes
from pipeline.review.events import Event, read_events
from pipeline.review.failed_element import behind, failed_element
from pipeline.review.failed_rollback import (
    before_rollback,
    left_behind,
    rollback_failures,
    state,
    way_out,
)
from pipeline.review.failure_reasons import Reason, explain_reason
from pipeline.review.partial_text import read_partials
from pipeline.review.wording import plural
from pipeline.template.assembly import Rendering

_LEFT = "  then:  delete it by hand ({id}): the stack no longer has it, and it may cost money"
_INSTANCE = re.compile(r"\bi-[0-9a-f]{8,17}\b")


def explain_events(name: str, rendering: Rendering, partials: Path) -> str:
    """Return why the last operation in a file of events failed, and what to do.

    Raises InvalidInput for a file that holds no events.
    """
    events = read_events(name)
    cause = first_cause(events)
    left = left_behind(events)
    if cause is None and not left:
        return f"{events[-1].stack}: no failure: {events[-1].status}\n"
    lines = [_header(cause, events, left)]
    if cause:
        lines += _block("CAUSE", cause, rendering, partials)
    if state(events).endswith("ROLLBACK_FAILED"):
        for each in rollback_failures(events):
            lines += _block("ROLLBACK FAILED AT", each, rendering, partials)
    lines += way_out(events)
    for each in left:
        lines += _block("LEFT BEHIND", each, rendering, partials)
        lines.append(_LEFT.format(id=each.physical or each.resource))
    lines += _rest(cause, events) if cause else []
    return "\n".join(lines) + "\n"


def first_cause(events: list[Event]) -> Event | None:
    """Return the first event that failed by itself, None where nothing failed."""
    if state(events).startswith("UPDATE_COMPLETE"):
        return None
    before = before_rollback(events)
    own = [each for each in before if each.failed and not each.is_stack]
    if own and not own[0].status.startswith("DELETE"):
        return _detailed(own[0], before)
    rolled = [
        each for each in events if each.is_stack and "ROLLBACK" in each.status and each.reason
    ]
    own_reason = [each for each in rolled if not each.follows]
    failed = [each for each in events if each.failed]
    return next(iter([*own_reason, *own, *failed]), None)


def _detailed(cause: Event, events: Sequence[Event]) -> Event:
    """Return the failure with what was said of the same resource before, such as its signals."""
    said = [
        each.reason
        for each in events
        if each.resource == cause.resource and "FAILURE signal" in each.reason
    ]
    more = [each for each in dict.fromkeys(said) if each != cause.reason]
    return cause._replace(reason="; ".join([cause.reason, *more]))


def _header(cause: Event | None, events: list[Event], left: list[Event]) -> str:
    if cause is None:
        number = plural(len(left), "resource")
        return f"{events[-1].stack}: updated; {number} could not be deleted"
    operation = events[0].status.split("_")[0].lower()
    return f"{cause.stack}: {operation} failed, now {state(events) or events[-1].status}"


def _block(title: str, event: Event, rendering: Rendering, partials: Path) -> Iterator[str]:
    """Yield what failed, what it means and where it is made."""
    yield ""
    yield f"{title}  {event.resource} ({event.type}) {event.status} at {event.time}"
    yield f"  {event.reason or 'without a reason'}"
    found = explain_reason(event.reason)
    if found is None:
        yield "  means: no known wording; the sentence above is all that AWS says"
    else:
        yield f"  means: {found.means}"
        yield f"  next:  {_with_instance(found, event)}"
    for each in _places(event, rendering, partials):
        yield f"  {each}"


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
    later = [each for each in before_rollback(events) if each.follows and not each.is_stack]
    names = list(dict.fromkeys(each.resource for each in later if each.resource != cause.resource))
    if names:
        yield ""
        yield f"Only because of it: {plural(len(names), 'resource')} cancelled ({', '.join(names)})"
    shown = {cause.resource, *(each.resource for each in left_behind(events))}
    if state(events).endswith("ROLLBACK_FAILED"):
        shown |= {each.resource for each in rollback_failures(events)}
    for each in events:
        if each.failed and not each.is_stack and each.resource not in shown:
            yield f"Failed too: {each.resource} {each.status}: {each.reason}"
