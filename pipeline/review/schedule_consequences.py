"""What follows where scheduled actions set the sizes of a group: when, until when, and which.

An action sets a size until another one does. CloudFormation leaves a size that an action has set as
it is, unless the group's own property differs from before (IgnoreUnmodifiedGroupSizeProperties):
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.review.fleet import number
from pipeline.review.records import REMOVED
from pipeline.review.update import Note, Update
from pipeline.review.update_behaviours import GROUP
from pipeline.review.wording import plural

ACTION = "AWS::AutoScaling::ScheduledAction"
_OTHER = {"MinSize": "MaxSize", "MaxSize": "MinSize"}
_NAMED = 3  # actions


def emptied(update: Update) -> Iterator[Note]:
    """Yield the scheduled actions that leave no instance, where they did not before."""
    for change in update.of_type(ACTION):
        old, new = (_leaves_none(each(change.name)) for each in (update.old, update.new))
        if new and not old:
            text = "leaves no instance in service: requests fail until the group grows again"
            yield Note(change.name, text, interrupts=True)


def unscheduled(update: Update) -> Iterator[Note]:
    """Yield the removed actions whose sizes the group may keep, or those of another action."""
    replaced = any(each.name in update.replaced for each in update.of_type(GROUP))
    modified = {key for _, key, _, _ in _modified(update)}
    for change in update.of_type(ACTION):
        own = [key for key in _OTHER if key in update.old(change.name) and key not in modified]
        if change.kind != REMOVED or replaced or not own:
            continue
        if names := _some([name for name in _actions(update.after) if name != change.name]):
            text = f"the group keeps the sizes that {names} set from then on"
        else:
            text = (
                "the group may keep the sizes that an action has set last: look at them after the "
                "update, and set them with aws autoscaling update-auto-scaling-group"
            )
        yield Note(change.name, text)


def sizes(update: Update) -> Iterator[Note]:
    """Yield what the group does at once, where it is outside its new bounds."""
    for group, key, old, new in _modified(update):
        size = plural(new, "instance")
        if any(key in each for each in _actions(update.after).values()):
            text = f"{key} is {new} at once, until the next scheduled action that sets it"
            yield Note(group, text, key=key)
        elif key == "MinSize" and new > old:
            yield Note(group, f"grows to {size} at once, where it is smaller", key=key)
        elif key == "MaxSize" and new < old:
            yield Note(group, f"shrinks to {size} at once, where it is larger", key=key)


def refused_sizes(update: Update) -> Iterator[Note]:
    """Yield the sizes that Auto Scaling refuses in the hours of an action.

    https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_UpdateAutoScalingGroup.html
    """
    modified = _modified(update)
    for group, key, _, new in modified:
        other = _OTHER[key]
        if any(each[:2] == (group, other) for each in modified):
            continue  # both are set, and fit each other
        for action, properties in _actions(update.before).items():
            limit = number(update.before, properties.get(other))
            if limit is not None and (limit < new if key == "MinSize" else limit > new):
                text = (
                    f"{key} {new} is refused while {other} is {limit}, which {action} sets: deploy "
                    "after another action has set it"
                )
                yield Note(group, text, key=key)
                break


def _modified(update: Update) -> list[tuple[str, str, int, int]]:
    """Return the groups that stay, each with a size that differs, before and after."""
    found = []
    for name, resource in update.after.get("Resources", {}).items():
        if resource.get("Type") == GROUP and name not in update.replaced:
            for key in _OTHER:
                old = number(update.before, update.old(name).get(key))
                new = number(update.after, update.new(name).get(key))
                if old is not None and new is not None and old != new:
                    found.append((name, key, old, new))
    return found


def _actions(template: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found = template.get("Resources", {})
    return {
        name: each.get("Properties", {})
        for name, each in found.items()
        if each.get("Type") == ACTION
    }


def _leaves_none(action: dict[str, Any]) -> bool:
    return any(str(action.get(key)) == "0" for key in ("MaxSize", "DesiredCapacity"))


def _some(names: list[str]) -> str:
    rest = len(names) - _NAMED
    return ", ".join([*names[:_NAMED], *([f"{rest} more"] if rest > 0 else [])])
