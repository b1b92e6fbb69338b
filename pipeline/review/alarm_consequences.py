"""What follows where alarms send their messages to other topics."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.review.canonical import canonical
from pipeline.review.update import Note, Update
from pipeline.review.wording import shown

_ALARMS = ("AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm", "AWS::CloudWatch::LogAlarm")


def receivers(update: Update) -> Iterator[Note]:
    """Yield each set of topics that alarms no longer send to, with the alarms and where they do."""
    moved: dict[tuple[str, str], list[str]] = {}
    for change in update.changes:
        if change.kind or change.type not in _ALARMS:
            continue
        before, after = (_actions(each(change.name)) for each in (update.old, update.new))
        if lost := [each for each in before if each not in after]:
            moved.setdefault((", ".join(lost), ", ".join(after)), []).append(change.name)
    for (topics, others), alarms in moved.items():
        notify = "notifies" if len(alarms) == 1 else "notify"
        where = f"but {others}" if others else "nor another topic"
        yield Note(topics, f"{', '.join(alarms)} no longer {notify} it, {where}")


def _actions(properties: dict[str, Any]) -> list[str]:
    """Return what an alarm that goes off notifies, nothing where its actions are off."""
    if canonical(properties.get("ActionsEnabled", True)) == "false":
        return []
    return [shown(canonical(each)) for each in properties.get("AlarmActions", [])]
