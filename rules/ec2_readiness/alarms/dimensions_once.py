"""One dimension twice."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    ALARM,
    Finding,
    Resource,
    Rule,
    aws,
    entries,
    pick,
    string,
    watched,
)


class DimensionsOnce(Rule):
    id = "ER9631"
    shortdesc = "A dimension stands there once"
    description = (
        "CloudWatch refuses a metric with more than 30 dimensions, or with one name twice."
    )
    instead = "Take the second one out"
    source_url = aws("AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html")
    tags = ["alarms"]
    types = (ALARM,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        for item in watched(resource):
            seen: set[str] = set()
            for index, dimension in entries(item.dimensions):
                name = string(pick(dimension, "Name"))
                if (name is not None and name in seen) or index == 30:
                    text = f"{name} stands there twice" if name in seen else "Over 30 dimensions"
                    yield resource.finding(text, *item.place, "Dimensions", index)
                seen.add(name or "")
