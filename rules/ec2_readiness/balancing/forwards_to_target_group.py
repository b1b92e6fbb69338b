"""What a listener may forward to."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    LISTENER,
    LISTENER_RULE,
    LOAD_BALANCER,
    TARGET_GROUP,
    Finding,
    Resource,
    Rule,
    Value,
    aws,
    forwards,
)


class ForwardsToTargetGroup(Rule):
    id = "ER9520"
    shortdesc = (
        "Listeners name a load balancer, rules a listener, and both forward to target groups, "
        "by ARN"
    )
    description = "A name, a DNS name or a full name where an ARN belongs is refused."
    instead = "Use !Ref: for these types it is the ARN"
    source_url = aws("elasticloadbalancing/latest/APIReference/API_CreateListener.html")
    tags = ["balancing"]
    types = (LISTENER, LISTENER_RULE)

    def check(self, resource: Resource) -> Iterator[Finding]:
        owner = (
            ("LoadBalancerArn", LOAD_BALANCER)
            if resource.type == LISTENER
            else ("ListenerArn", LISTENER)
        )
        wanted: list[tuple[tuple[str, ...], Value, str]] = [
            ((owner[0],), resource.get(owner[0]), owner[1])
        ]
        wanted += [(tuple(map(str, p[:1])), v, TARGET_GROUP) for p, v in forwards(resource)]
        for place, value, kind in wanted:
            target = resource.view.target(value)
            if target is None:
                continue
            if target.is_other_than(kind):
                yield resource.finding(f"{target.name} is of type {target.type}", *place)
            elif target.type == kind and value.attribute not in (
                "",
                "LoadBalancerArn",
                "ListenerArn",
                "TargetGroupArn",
                "Arn",
            ):
                yield resource.finding(f"{value.shown()} is no ARN", *place)
