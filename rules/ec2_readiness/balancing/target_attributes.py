"""The attributes of a target group."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    TARGET_GROUP,
    TARGETS,
    Finding,
    Resource,
    Rule,
    attribute_findings,
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
        kind = target_kind(resource)
        yield from attribute_findings(resource, "TargetGroupAttributes", TARGETS, kind)
