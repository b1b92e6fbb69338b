"""Weights of nothing."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    LISTENER,
    LISTENER_RULE,
    Finding,
    Resource,
    Rule,
    actions,
    aws,
    entries,
    number,
    pick,
)


class WeightsSendSomewhere(Rule):
    id = "ER9544"
    shortdesc = "A weighted forward sends to at most five target groups, and to one at least"
    description = (
        "Weights are 0 to 999 and a forward has at most five target groups. With every weight "
        "0 each request is answered 503."
    )
    instead = "Give at least one target group a weight"
    source_url = aws("elasticloadbalancing/latest/application/load-balancer-listeners.html")
    tags = ["balancing"]
    types = (LISTENER, LISTENER_RULE)

    def check(self, resource: Resource) -> Iterator[Finding]:
        for place, action in actions(resource):
            keys = (*place, "ForwardConfig", "TargetGroups")
            choices = [choice for _, choice in entries(pick(action, *keys[len(place) :]))]
            weights = [number(pick(choice, "Weight")) for choice in choices]
            if len(choices) > 5:
                yield resource.finding(f"{len(choices)} target groups", *keys, 5)
            elif choices and all(weight == 0 for weight in weights):
                yield resource.finding("Every weight is 0", *keys)
            elif any(weight is not None and not 0 <= weight <= 999 for weight in weights):
                yield resource.finding("A weight is not within 0 and 999", *keys)
