"""What follows from a parameter whose value moves: any update may bring other instances.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.review.canonical import canonical
from pipeline.review.effects import Effect
from pipeline.review.references import references
from pipeline.review.update import Note, Update
from pipeline.review.update_behaviours import GROUP, LAUNCH_TEMPLATE

_MOVES = "AWS::SSM::Parameter::Value"


def moving_images(update: Update) -> Iterator[Note]:
    """Yield the parameters by which an update that replaces no instance may replace them all."""
    resources = update.before.get("Resources", {})
    has_group = any(each.get("Type") == GROUP for each in resources.values())
    rolls = any(each.type == GROUP and each.effect >= Effect.ROLL for each in update.changes)
    if not update.changes or not has_group or rolls:
        return
    for name in sorted(_moving(update.after)):
        text = "where a newer image is published under it, this update replaces all instances, too"
        yield Note(name, text)


def _moving(template: dict[str, Any]) -> set[str]:
    parameters = template.get("Parameters", {}).items()
    moving = {name for name, each in parameters if str(each.get("Type")).startswith(_MOVES)}
    found = template.get("Resources", {}).values()
    launched = [each.get("Properties", {}) for each in found if each.get("Type") == LAUNCH_TEMPLATE]
    return moving & {each.target for each in references(canonical(launched))}
