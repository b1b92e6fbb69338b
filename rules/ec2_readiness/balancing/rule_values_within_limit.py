"""More values than a rule may have."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import LISTENER_RULE, Finding, Resource, Rule, Value, aws, pick

CONFIGS = (
    ("Values",),
    ("PathPatternConfig", "Values"),
    ("HostHeaderConfig", "Values"),
    ("HttpHeaderConfig", "Values"),
    ("HttpRequestMethodConfig", "Values"),
    ("SourceIpConfig", "Values"),
    ("QueryStringConfig", "Values"),
)


class RuleValuesWithinLimit(Rule):
    id = "ER9539"
    shortdesc = "A listener rule's conditions are within the limits"
    description = (
        "A rule has at most five values in all its conditions; a path or a host has at most "
        "128 characters, and a host is a name with a dot."
    )
    instead = "Make two rules of it"
    source_url = aws("elasticloadbalancing/latest/application/load-balancer-limits.html")
    tags = ["balancing", "limits"]
    types = (LISTENER_RULE,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        count = 0
        for index, condition in resource.entries("Conditions"):
            for key in CONFIGS:
                values = pick(condition, *key)
                for value in values if isinstance(values, list) else ():
                    count += 1
                    problem = self._problem(condition, value)
                    if problem:
                        yield resource.finding(problem, "Conditions", index)
        if count > 5:
            yield resource.finding(f"{count} values, five are allowed", "Conditions")

    @staticmethod
    def _problem(condition: Value, value: Value) -> str:
        if not isinstance(value, str):
            return ""
        field = pick(condition, "Field")
        if len(value) > 128 and field in ("host-header", "path-pattern"):
            return f"{value[:20]!r}... has {len(value)} characters"
        if field == "path-pattern" and not value.startswith(("/", "*", "?", "$")):
            return f"{value!r} matches no path, which begins with a slash"
        if field == "host-header" and ("." not in value or "/" in value or ":" in value):
            return f"{value!r} is no host name"
        return ""
