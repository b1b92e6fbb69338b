"""Why a deployment failed: the first cause in a stack's events, led back to the config's line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pipeline.paths import KeyPath, value_at, walk
from pipeline.review.canonical import canonical
from pipeline.review.causes import Causes
from pipeline.review.events import Event, read_events
from pipeline.review.failure_reasons import Reason, explain_reason
from pipeline.review.update_behaviours import LAUNCH_TEMPLATE
from pipeline.review.wording import plural, shown
from pipeline.template.assembly import Rendering

_PROPERTY = re.compile(r"#/([A-Za-z0-9/]+)|[Pp]roperty[ :']+([A-Za-z][A-Za-z0-9.]+)")
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
    path = element(cause, rendering)
    source = rendering.template.source(path) if path else None
    if not path or source is None:
        return
    yield f"made in {source.partial}"
    found = Causes(rendering, partials).of(_behind(path, rendering))
    if len(path) > 2 and found.setting and not found.setting.endswith("(default)"):
        yield f"from    {found.text}"


def element(cause: Event, rendering: Rendering) -> KeyPath:
    """Return the element of the template that a failure is about, empty where there is none."""
    resources = rendering.template.data.get("Resources", {})
    if cause.resource not in resources:
        return _imported(cause, rendering)
    path: KeyPath = ("Resources", cause.resource, "Properties")
    properties = resources[cause.resource].get("Properties", {})
    match = _PROPERTY.search(cause.reason)
    named = re.split(r"[/.]", next(filter(None, match.groups()))) if match else []
    known = explain_reason(cause.reason)
    hint = known.property if known else ""
    if hint == "LaunchTemplate":
        templates = (name for name, each in resources.items() if each["Type"] == LAUNCH_TEMPLATE)
        return ("Resources", next(templates, cause.resource))
    for name in (*named[:1], hint, *(key for key in properties if key.endswith(hint or "-"))):
        if name in properties:
            return (*path, name)
    return path[:2]


def _behind(path: KeyPath, rendering: Rendering) -> KeyPath:
    """Return the default of the parameter that an element's value is, else the element itself."""
    value = value_at(rendering.template.data, path)
    if isinstance(value, dict) and value.get("Ref") in rendering.template.data.get(
        "Parameters", {}
    ):
        return ("Parameters", value["Ref"], "Default")
    return path


def _imported(cause: Event, rendering: Rendering) -> KeyPath:
    """Return the import or parameter whose value the reason names, such as a parent stack's."""
    for path, value in walk(rendering.template.data):
        export = value.get("Fn::ImportValue") if isinstance(value, dict) else None
        if export and shown(canonical(export)) in cause.reason:
            return (*path, "Fn::ImportValue")
    for name, parameter in rendering.template.data.get("Parameters", {}).items():
        default = str(parameter.get("Default", ""))
        if default and default in cause.reason:
            return ("Parameters", name, "Default")
    return ()


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
