"""What an update of a property does to its resource, in CloudFormation's own terms.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html
"""

import enum
from typing import Any, NamedTuple

from pipeline.paths import KeyPath
from pipeline.review.registry import Schema, property_patterns
from pipeline.review.update_behaviours import GROUP, PROPERTIES, Rule


class Effect(enum.IntEnum):
    """What an update does, from the least to the most."""

    NONE = 0
    INTERRUPTION = 1
    ROLL = 2
    MAY_REPLACE = 3
    REPLACE = 4
    REFUSED = 5

    @property
    def words(self) -> str:
        """The effect as it is shown."""
        return _WORDS[self]


_WORDS = {
    Effect.NONE: "no interruption",
    Effect.INTERRUPTION: "some interruption",
    Effect.ROLL: "rolls the fleet",
    Effect.MAY_REPLACE: "may be replaced",
    Effect.REPLACE: "replaced",
    Effect.REFUSED: "refused",
}
_ATTRIBUTES = {
    "Metadata": "metadata alone changes nothing that runs",
    "UpdatePolicy": "in force for this update; its rollback follows the previous policy",
    "CreationPolicy": "in force when the resource is created",
    "DeletionPolicy": "in force when the resource is deleted",
    "UpdateReplacePolicy": "in force when the resource is replaced",
    "DependsOn": "the order of creation",
    "Condition": "whether the resource exists: decided at deployment",
}


class Outcome(NamedTuple):
    """An effect, and why."""

    effect: Effect
    reason: str


def outcome(type_: str, path: KeyPath, schema: Schema, resource: dict[str, Any]) -> Outcome:
    """Return what a change at `path` of a resource does; `resource` is the new one."""
    if path[0] != "Properties":
        effect = Effect.MAY_REPLACE if path[0] == "Condition" else Effect.NONE
        return Outcome(effect, _ATTRIBUTES.get(str(path[0]), "an attribute"))
    inside = tuple(str(key) for key in path[1:])
    if type_ == GROUP and inside[0] in PROPERTIES[GROUP] and _is_rolling(PROPERTIES[GROUP], inside):
        return _fleet(resource, inside[0])
    if rule := _rule(PROPERTIES.get(type_, {}), inside):
        return Outcome(Effect[rule.effect], rule.reason)
    if _matches(property_patterns(schema, "createOnlyProperties"), inside):
        return Outcome(Effect.REPLACE, "create-only property")
    if _matches(property_patterns(schema, "conditionalCreateOnlyProperties"), inside):
        return Outcome(Effect.MAY_REPLACE, "create-only property under conditions")
    return Outcome(Effect.NONE, "")


def _is_rolling(rules: dict[str, Rule], inside: tuple[str, ...]) -> bool:
    return rules[inside[0]].effect == "ROLL"


def _fleet(resource: dict[str, Any], name: str) -> Outcome:
    """Return what the group's update policy makes of a change of what its instances are."""
    policy = resource.get("UpdatePolicy", {})
    if str(policy.get("AutoScalingReplacingUpdate", {}).get("WillReplace")).lower() == "true":
        return Outcome(Effect.REPLACE, f"update policy AutoScalingReplacingUpdate; {name} changes")
    for kind in ("AutoScalingRollingUpdate", "AutoScalingInstanceRefresh"):
        if kind in policy:
            return Outcome(Effect.ROLL, f"update policy {kind}; {name} changes")
    return Outcome(Effect.NONE, "no update policy: running instances stay as they are")


def _rule(rules: dict[str, Rule], inside: tuple[str, ...]) -> Rule | None:
    for length in range(len(inside), 0, -1):
        if rule := rules.get(".".join(inside[:length])):
            return rule
    return None


def _matches(patterns: list[tuple[str, ...]], inside: tuple[str, ...]) -> bool:
    return any(_fits(pattern, inside) for pattern in patterns)


def _fits(pattern: tuple[str, ...], inside: tuple[str, ...]) -> bool:
    """Whether a change at `inside` touches the property that the pattern names, or its parent."""
    names = tuple(key for key in inside if not key.isdigit())
    wanted = tuple(key for key in pattern if key != "*")
    length = min(len(names), len(wanted))
    return names[:length] == wanted[:length]
