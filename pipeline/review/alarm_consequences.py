"""What follows where alarms send their messages to other topics, or send none any more."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from pipeline.review.canonical import canonical
from pipeline.review.records import REMOVED
from pipeline.review.references import references
from pipeline.review.update import Note, Update
from pipeline.review.wording import shown

_COMPOSITE = "AWS::CloudWatch::CompositeAlarm"
_ALARMS = ("AWS::CloudWatch::Alarm", "AWS::CloudWatch::LogAlarm", _COMPOSITE)
_TRIGGERS = "RollbackConfiguration"
_POLICY = "AWS::AutoScaling::ScalingPolicy"


def receivers(update: Update) -> Iterator[Note]:
    """Yield each set of topics that alarms no longer send to, with the alarms and where they do.

    An alarm also sends what a composite alarm sends that has it in its rule.
    """
    gone = [each.name for each in update.changes if each.kind == REMOVED]
    moved: dict[tuple[str, str], list[str]] = {}
    for name in _alarms(update.before):
        if name not in update.after.get("Resources", {}):
            continue
        before = _receivers(update.before, name, gone)
        after = _receivers(update.after, name, _alarms(update.after))
        if lost := [each for each in before if each not in after]:
            moved.setdefault((", ".join(lost), ", ".join(after)), []).append(name)
    for (topics, others), alarms in moved.items():
        notify = "notifies" if len(alarms) == 1 else "notify"
        where = f"but {others}" if others else "nor another topic"
        yield Note(topics, f"{', '.join(alarms)} no longer {notify} it, {where}", alarms[0])


def removed_alarms(update: Update) -> Iterator[Note]:
    """Yield the alarms that go while what they watch stays, with what they reported."""
    gone = {each.name for each in update.changes if each.kind == REMOVED}
    for change in update.changes:
        if change.kind != REMOVED or change.type not in _ALARMS or change.type == _COMPOSITE:
            continue
        properties = update.old(change.name)
        watched = {each.target for each in references(canonical(properties))}
        found = _receivers(update.before, change.name, _alarms(update.before))
        topics = [each for each in found if each not in gone]
        if topics and not watched & gone:
            what, _, _ = shown(canonical(properties.get("AlarmDescription", ""))).partition(". ")
            reported = f" of: {what.removesuffix('.')}" if what else ""
            yield Note(change.name, f"no longer notifies {', '.join(topics)}{reported}")


def rollback_triggers(update: Update) -> Iterator[Note]:
    """Yield the output of rollback triggers, which belong to the stack and not to its template.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-rollback-triggers.html
    """
    old, new = (
        canonical(each.get("Outputs", {}).get(_TRIGGERS, {}).get("Value", ""))
        for each in (update.before, update.after)
    )
    if old == new or not update.before.get("Resources"):
        return
    text = "in force once an update is given this output by --rollback-configuration"
    if old:
        text = (
            "the stack keeps its triggers until an update is given others by "
            "--rollback-configuration, and an update fails if the alarm of a trigger is missing"
        )
    yield Note(_TRIGGERS, f"{text}: docs/deploying.md")


def _alarms(template: dict[str, Any]) -> list[str]:
    found = template.get("Resources", {}).items()
    return [name for name, each in found if each.get("Type") in _ALARMS]


def _receivers(template: dict[str, Any], name: str, through: Collection[str]) -> list[str]:
    """Return what is notified when an alarm goes off, by itself or through some that have it."""
    resources, names = template["Resources"], [name]
    for known in names:  # grows
        names += [
            other
            for other, each in resources.items()
            if other in through and other not in names and _has(each, known)
        ]
    return list(dict.fromkeys(topic for each in names for topic in _actions(resources, each)))


def _has(composite: dict[str, Any], alarm: str) -> bool:
    rule = canonical(composite.get("Properties", {}).get("AlarmRule", ""))
    return any(each.target == alarm for each in references(rule))


def _actions(resources: dict[str, Any], name: str) -> list[str]:
    """Return what an alarm that goes off notifies, nothing where its actions are off."""
    properties = resources[name].get("Properties", {})
    if canonical(properties.get("ActionsEnabled", True)) == "false":
        return []
    found = [shown(canonical(each)) for each in properties.get("AlarmActions", [])]
    return [each for each in found if resources.get(each, {}).get("Type") != _POLICY]
