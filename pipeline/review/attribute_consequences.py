"""What follows where a template no longer has an attribute of a load balancer: it stays as it is.

ModifyLoadBalancerAttributes and its like leave what they are not given as it is, and CloudFormation
gives them what the template has, and nothing else:
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyLoadBalancerAttributes.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.review.canonical import canonical
from pipeline.review.update import Note, Update, replaces

_PREFIX = "AWS::ElasticLoadBalancingV2::"
# Each type with its property, and the command of the AWS CLI that sets one of its attributes.
_TYPES = {
    f"{_PREFIX}LoadBalancer": ("LoadBalancerAttributes", "modify-load-balancer-attributes"),
    f"{_PREFIX}TargetGroup": ("TargetGroupAttributes", "modify-target-group-attributes"),
    f"{_PREFIX}Listener": ("ListenerAttributes", "modify-listener-attributes"),
}
_OFF = ("false", "off", "0")


def kept_attributes(update: Update) -> Iterator[Note]:
    """Yield the attributes that are gone from a template, and stay on a resource."""
    for type_, (key, command) in _TYPES.items():
        for change in update.of_type(type_):
            if change.kind or replaces(change):
                continue
            old, new = (_values(each(change.name), key) for each in (update.old, update.new))
            for name, value in old.items():
                if name not in new and value not in _OFF and not _is_off(name, new):
                    text = (
                        f"{name} stays {value}: CloudFormation does not reset an attribute that "
                        f"the template no longer has; `aws elbv2 {command}` does"
                    )
                    yield Note(change.name, text, key=key)


def _values(properties: dict[str, Any], key: str) -> dict[str, Any]:
    return {
        str(each.get("Key")): canonical(each.get("Value"))
        for each in properties.get(key, [])
        if isinstance(each, dict)
    }


def _is_off(name: str, new: dict[str, Any]) -> bool:
    """Whether an attribute belongs to what is off now, as a cookie to `stickiness.enabled`."""
    parts = name.split(".")
    switches = (".".join([*parts[:length], "enabled"]) for length in range(1, len(parts)))
    return any(new.get(switch) == "false" for switch in switches)
