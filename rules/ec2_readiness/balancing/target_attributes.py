"""The attributes of a target group."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    TARGET_GROUP,
    TARGETS,
    Finding,
    Resource,
    Rule,
    attribute_problems,
    aws,
    target_kind,
)


class TargetAttributes(Rule):
    id = "ER9502"
    shortdesc = "A target group's attributes exist and hold valid values"
    description = (
        "Elastic Load Balancing refuses an attribute it does not know, or a value out of its range."
    )
    instead = "Take key and value from the table of target group attributes"
    source_url = aws("elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html")
    tags = ["balancing"]
    types = (TARGET_GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        problems = attribute_problems(
            resource, "TargetGroupAttributes", TARGETS, target_kind(resource)
        )
        for message, *place in problems:
            new = str(message).startswith("There is no attribute") and "did you mean" not in str(
                message
            )
            unless = "AWS has added it since November 2026" if new else ""
            yield resource.finding(str(message), *place, unless=unless)
