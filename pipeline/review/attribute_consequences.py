"""What follows from the attributes of load balancers: requests that end, and what is not reset.

ModifyLoadBalancerAttributes and its like leave what they are not given as it is, and CloudFormation
gives them what the template has, and nothing else:
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyLoadBalancerAttributes.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.review.attributes import attribute
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
_DESYNC = "routing.http.desync_mitigation_mode"
# What each mode answers with 400, by the load balancer's classification of requests.
_REFUSED = {
    "monitor": [],
    "defensive": ["Severe"],
    "strictest": ["Severe", "Ambiguous", "Acceptable"],
}
_DELAY = "deregistration_delay.timeout_seconds"


def refused_requests(update: Update) -> Iterator[Note]:
    """Yield the load balancers that refuse requests which they passed on before.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html
    """
    for change, old, new in _changed(update, "LoadBalancer", _DESYNC, "defensive"):
        had, has = (_REFUSED.get(mode) for mode in (old, new))
        if had is not None and has is not None and len(has) > len(had):
            text = (
                f"requests that are classified as {' or '.join(has[len(had) :])} are answered with "
                "400 from now on: the access log has them, by classification"
            )
            yield Note(change, text, interrupts=True, key="LoadBalancerAttributes")


def shorter_delays(update: Update) -> Iterator[Note]:
    """Yield the target groups whose instances have less time to finish requests.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html
    """
    for change, old, new in _changed(update, "TargetGroup", _DELAY, "300"):
        if old.isdecimal() and new.isdecimal() and int(new) < int(old):
            text = (
                f"requests that take longer than {new} seconds ({old} until now) are cut off when "
                "an instance leaves: in each deployment, and when the group shrinks"
            )
            yield Note(change, text, key="TargetGroupAttributes")


def _changed(update: Update, type_: str, name: str, default: str) -> Iterator[tuple[str, str, str]]:
    """Yield the resources of a type whose template has an attribute, with its values before, now.

    A template that no longer has it changes nothing.
    """
    key, _ = _TYPES[f"{_PREFIX}{type_}"]
    for change in update.of_type(f"{_PREFIX}{type_}"):
        old, new = (attribute(each(change.name), key, name) for each in (update.old, update.new))
        if new and not change.kind and not replaces(change):
            yield change.name, old or default, new


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
