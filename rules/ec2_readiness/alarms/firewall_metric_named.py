"""Metrics of a web ACL by names that it does not publish."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    ALARM,
    Finding,
    Resource,
    Rule,
    Value,
    aws,
    entries,
    is_other,
    pick,
    shown,
    truth,
    watched,
)

ACL = "AWS::WAFv2::WebACL"


class FirewallMetricNamed(Rule):
    id = "WR9641"
    shortdesc = "An alarm on a web ACL names it and its rules as their metrics are"
    description = (
        "WAF publishes under the MetricName of VisibilityConfig, of the web ACL and of each rule, "
        "with ALL for the whole, and only where CloudWatchMetricsEnabled is true: under another "
        "name there are no data."
    )
    instead = "Write the MetricName of the web ACL and of one of its rules"
    assumes = "the web ACL that is meant is the one in the template"
    source_url = aws("waf/latest/APIReference/API_VisibilityConfig.html")
    tags = ["alarms", "firewall"]
    types = (ALARM,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        acls = resource.view.of(ACL)
        for item in watched(resource):
            if item.namespace != "AWS/WAFV2" or len(acls) != 1 or item.names is None:
                continue
            values = {shown(pick(d, "Name")): pick(d, "Value") for _, d in entries(item.dimensions)}
            problem = self._problem(acls[0], values)
            if problem:
                yield resource.finding(problem, *item.place, "Dimensions")

    @staticmethod
    def _problem(acl: Resource, values: dict[str, Value]) -> str:
        named = acl.get("VisibilityConfig")
        configs = [pick(rule, "VisibilityConfig") for _, rule in acl.entries("Rules")]
        own, rules = pick(named, "MetricName"), [pick(config, "MetricName") for config in configs]
        acl_value, rule = values.get("WebACL"), values.get("Rule")
        if own is not None and is_other(acl_value, own):
            return f"The web ACL publishes as {shown(own)}"
        texts = [shown(name) for name in rules]
        if rules and is_other(rule, *rules, "ALL", "Default_Action"):
            return f"No rule publishes as {shown(rule)}"
        config = named if shown(rule) in ("ALL", "Default_Action") else None
        if config is None and shown(rule) in texts:
            config = configs[texts.index(shown(rule))]
        if truth(pick(config, "CloudWatchMetricsEnabled")) is False:
            return f"Metrics of {shown(rule)} are switched off"
        if "WebACL" in values and "Rule" in values and "Region" not in values:
            return "The dimension Region is missing, which a regional web ACL has"
        return ""
