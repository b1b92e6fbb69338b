"""Patterns that do not parse."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import Finding, Resource, Rule, aws, number, pick


class FilterPatternClosed(Rule):
    id = "ER9711"
    shortdesc = "A filter's pattern is closed and its value is a number or a field"
    description = (
        "CloudWatch Logs refuses a pattern with an unclosed brace, bracket or quote or with a "
        "JSON field outside of braces, and a metric value that is neither a number nor a field "
        "of the pattern ($.field, $field)."
    )
    instead = "Write for example FilterPattern: '{ $.level = \"ERROR\" }' and MetricValue: '1'"
    source_url = aws("AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html")
    tags = ["logs"]
    types = ("AWS::Logs::MetricFilter", "AWS::Logs::SubscriptionFilter")

    def check(self, resource: Resource) -> Iterator[Finding]:
        pattern = resource.get("FilterPattern")
        if isinstance(pattern, str) and self._is_open(pattern.strip()):
            yield resource.finding(f"The pattern {pattern!r} is not closed", "FilterPattern")
        elif isinstance(pattern, str) and re.match(r"\s*\(?\s*\$\.", pattern):
            text = f"The pattern {pattern!r} names a field outside of braces"
            yield resource.finding(text, "FilterPattern")
        elif isinstance(pattern, str) and self._is_bare(pattern.strip()):
            text = f"A field of the pattern {pattern!r} has no $. before it"
            yield resource.finding(text, "FilterPattern")
        for index, item in resource.entries("MetricTransformations"):
            value = pick(item, "MetricValue")
            if isinstance(value, str) and number(value) is None and not value.startswith("$"):
                place = ("MetricTransformations", index, "MetricValue")
                yield resource.finding(f"{value!r} is neither a number nor a field", *place)

    @staticmethod
    def _is_open(pattern: str) -> bool:
        braces = pattern.startswith("{") != pattern.endswith("}")
        brackets = pattern.startswith("[") and not pattern.endswith("]")
        quotes = pattern.replace('\\"', "").count('"') % 2 == 1 and "%" not in pattern
        return (braces and pattern.startswith("{")) or brackets or quotes

    @staticmethod
    def _is_bare(pattern: str) -> bool:
        """A JSON pattern that compares something else than fields."""
        if not (pattern.startswith("{") and pattern.endswith("}")):
            return False
        plain = re.sub(r'"[^"]*"', "x", pattern[1:-1])
        sides = re.findall(r"([\w.$\[\]*-]+)\s*(?:=|!=|<|>|IS\b|NOT\b)", plain)
        return bool(sides) and not any(side.startswith("$") for side in sides)
