"""The events of a stack, as `aws cloudformation describe-stack-events` prints them."""

import json
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.diagnostic import Diagnostic, InvalidInput, Location
from pipeline.yaml_source.text import read_bytes

_STACK = "AWS::CloudFormation::Stack"
_CANCELLED = ("cancelled", "The following resource(s) failed")


class Event(NamedTuple):
    """One event; `reason` is empty where CloudFormation gives none."""

    time: str
    stack: str
    resource: str
    type: str
    status: str
    reason: str
    physical: str = ""

    @property
    def is_stack(self) -> bool:
        """Whether the event is about the stack as a whole."""
        return self.type == _STACK and self.resource == self.stack

    @property
    def starts(self) -> bool:
        """Whether an operation on the stack starts with it."""
        started = ("CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "DELETE_IN_PROGRESS")
        return self.is_stack and self.status in started

    @property
    def starts_rollback(self) -> bool:
        """Whether CloudFormation begins to take the operation back, or continues to."""
        started = ("ROLLBACK_IN_PROGRESS", "UPDATE_ROLLBACK_IN_PROGRESS")
        return self.is_stack and self.status in started

    @property
    def failed(self) -> bool:
        """Whether it failed by itself."""
        return self.status.endswith("_FAILED") and not self.follows

    @property
    def follows(self) -> bool:
        """Whether it only says that something else failed before."""
        return any(each in self.reason for each in _CANCELLED)


def read_events(name: str) -> list[Event]:
    """Return the events of the last operation in a file (- for standard input), oldest first.

    Raises InvalidInput for anything that is not such a list.
    """
    data = _load(None if name == "-" else Path(name), name)
    entries = data.get("StackEvents", data.get("Events")) if isinstance(data, dict) else data
    if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
        raise _not_events(name)
    events = [_event(each) for each in reversed(entries)]
    events.sort(key=lambda each: each.time)  # those of one moment stay in order
    if not any(each.resource and each.status for each in events):
        raise _not_events(name)
    last = max((index for index, each in enumerate(events) if each.starts), default=0)
    return events[last:]


def _load(path: Path | None, name: str) -> Any:
    try:
        return json.loads(read_bytes(path, name))
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        hint = "save what this prints: aws cloudformation describe-stack-events --stack-name STACK"
        raise InvalidInput([Diagnostic(Location(name, line, 1), "not JSON", hint)]) from None


def _not_events(name: str) -> InvalidInput:
    hint = "give what describe-stack-events printed: a map with the list StackEvents"
    return InvalidInput([Diagnostic(Location(name, 1, 1), "no events of resources in it", hint)])


def _event(entry: dict[str, Any]) -> Event:
    keys = (
        "Timestamp", "StackName", "LogicalResourceId", "ResourceType", "ResourceStatus",
        "ResourceStatusReason", "PhysicalResourceId",
    )  # fmt: skip
    return Event(*(str(entry.get(key) or "") for key in keys))
