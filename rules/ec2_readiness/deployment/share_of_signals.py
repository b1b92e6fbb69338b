"""A deploy that accepts failures."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, Finding, Resource, Rule, aws, number

KEYS = ("UpdatePolicy", "AutoScalingRollingUpdate", "MinSuccessfulInstancesPercent")


class ShareOfSignals(Rule):
    id = "WR9232"
    shortdesc = "A rolling update does not accept that all instances fail"
    description = (
        "MinSuccessfulInstancesPercent is the share of signals that must be of success: at a "
        "low share a deploy that breaks most instances is reported complete."
    )
    instead = "Leave MinSuccessfulInstancesPercent out, or write 100"
    source_url = aws("AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html")
    tags = ["deployment"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        share = number(resource.part(*KEYS))
        if share is not None and share < 50:
            yield resource.finding_at(f"{share:g} percent of the signals are enough", *KEYS)
