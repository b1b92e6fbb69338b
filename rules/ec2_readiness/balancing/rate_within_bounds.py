"""A rate that is refused."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Resource, Rule, aws, number, pick


class RateWithinBounds(Rule):
    id = "ER9545"
    shortdesc = "A rate rule's limit and window are ones that WAF takes"
    description = (
        "WAF takes a Limit of 10 to 2,000,000,000 requests in 60, 120, 300 or 600 seconds, and a "
        "ForwardedIPConfig with the key FORWARDED_IP."
    )
    instead = "Write for example Limit: 2000 and EvaluationWindowSec: 300"
    source_url = aws("waf/latest/APIReference/API_RateBasedStatement.html")
    tags = ["balancing", "firewall"]
    types = ("AWS::WAFv2::WebACL",)

    def check(self, resource: Resource) -> Iterator[Finding]:
        for index, rule in resource.entries("Rules"):
            keys = ("Rules", index, "Statement", "RateBasedStatement")
            statement = pick(rule, *keys[2:])
            limit = number(pick(statement, "Limit"))
            if limit is not None and not 10 <= limit <= 2_000_000_000:
                yield resource.finding(f"A limit of {limit:g}", *keys, "Limit")
            forwarded = pick(statement, "AggregateKeyType") == "FORWARDED_IP"
            if forwarded and pick(statement, "ForwardedIPConfig") is None:
                text = "FORWARDED_IP needs ForwardedIPConfig"
                yield resource.finding(text, *keys, "AggregateKeyType")
            window = number(pick(statement, "EvaluationWindowSec"))
            if window is not None and window not in (60, 120, 300, 600):
                yield resource.finding(f"A window of {window:g} s", *keys, "EvaluationWindowSec")
