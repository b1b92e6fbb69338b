"""What a dimension must be filled with."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    ALARM,
    FILLED_BY,
    Finding,
    Hole,
    Resource,
    Rule,
    Text,
    aws,
    entries,
    pick,
    watched,
)


class DimensionValues(Rule):
    id = "WR9608"
    shortdesc = "A dimension holds the name that its metric is published with"
    description = (
        "Dimensions hold full names (app/my-lb/50dc6c495c0c9188), never ARNs, DNS names or "
        "logical ids: with anything else CloudWatch finds no data."
    )
    instead = (
        "Use !GetAtt LoadBalancer.LoadBalancerFullName and !GetAtt TargetGroup.TargetGroupFullName"
    )
    source_url = aws(
        "elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html"
    )
    tags = ["alarms"]
    types = (ALARM,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        for item in watched(resource):
            if item.namespace not in (
                "AWS/ApplicationELB",
                "AWS/EC2",
                "AWS/AutoScaling",
                "AWS/SNS",
                "CWAgent",
            ):
                continue
            for index, dimension in entries(item.dimensions):
                problem = self._problem(resource, pick(dimension, "Name"), pick(dimension, "Value"))
                if problem:
                    yield resource.finding(problem, *item.place, "Dimensions", index, "Value")

    @staticmethod
    def _problem(resource: Resource, name: object, value: object) -> str:
        if not isinstance(name, str) or name not in FILLED_BY:
            return ""
        kind, attribute = FILLED_BY[name]
        if isinstance(value, str):
            if value.startswith("arn:"):
                return f"{name} is an ARN"
            return f"{name} is the logical id {value}" if value in resource.view.resources else ""
        if isinstance(value, Text):
            first = value.parts[0]
            return (
                f"{name} is an ARN" if isinstance(first, str) and first.startswith("arn:") else ""
            )
        target = resource.view.target(value)
        if target is None or not isinstance(value, Hole):
            return ""
        if target.is_other_than(kind):
            return f"{name} is filled from {target.name}, which is of type {target.type}"
        if value.attribute != attribute and target.type == kind:
            return f"{value.shown()} is not what {name} holds"
        return ""
