"""A dashboard that CloudWatch refuses, or that shows nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from ec2_readiness.engine import Finding, Hole, Resource, Rule, aws, shown

KINDS = ("metric", "text", "log", "alarm", "explorer", "custom")
NAMES = {"LoadBalancer": "LoadBalancerFullName", "TargetGroup": "TargetGroupFullName"}


class DashboardReads(Rule):
    id = "ER9643"
    shortdesc = "A dashboard's body is JSON with widgets that there are"
    description = (
        "CloudWatch refuses a body that is no JSON, and a widget of a type that it does not know. "
        "A graph of a load balancer by its ARN shows no data: dimensions hold full names."
    )
    instead = "Correct the JSON; write LoadBalancerFullName and TargetGroupFullName in dimensions"
    source_url = aws("AmazonCloudWatch/latest/APIReference/API_PutDashboard.html")
    tags = ["alarms"]
    types = ("AWS::CloudWatch::Dashboard",)

    def check(self, resource: Resource) -> Iterator[Finding]:
        value = resource.get("DashboardBody")
        text = shown(value)
        if isinstance(value, (Hole, dict)) or not text.strip() or "${?}" in text:
            return
        try:
            body = json.loads(text)
        except ValueError as error:
            unless = "what is filled in makes it JSON" if "${" in text else ""
            bare = re.search(r"[\[:,]\s*\$\{", text) is not None
            if not bare:
                yield resource.finding(
                    f"The body is no JSON: {error}", "DashboardBody", unless=unless
                )
            return
        for problem, unless in self._problems(body):
            yield resource.finding(problem, "DashboardBody", unless=unless)

    @staticmethod
    def _problems(body: Any) -> Iterator[tuple[str, str]]:
        widgets = body.get("widgets") if isinstance(body, dict) else None
        for widget in widgets if isinstance(widgets, list) else ():
            kind = widget.get("type") if isinstance(widget, dict) else None
            if isinstance(kind, str) and kind not in KINDS:
                yield f"There is no widget of type {kind}", ""
            properties = widget.get("properties") if isinstance(widget, dict) else None
            metrics = properties.get("metrics") if isinstance(properties, dict) else None
            for row in metrics if isinstance(metrics, list) else ():
                for name, value in pairwise(row) if isinstance(row, list) else ():
                    arn = isinstance(value, str) and re.fullmatch(r"\$\{\w+\}", value)
                    if isinstance(name, str) and name in NAMES and arn:
                        text = f"{value} is the ARN; the dimension holds {NAMES[name]}"
                        yield text, "it is a parameter with the full name"
