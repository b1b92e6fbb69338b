"""Logs that are sent on."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Resource, Rule, aws


class StreamHasRole(Rule):
    id = "ER9713"
    shortdesc = "A subscription filter may write to its destination"
    description = (
        "A subscription to a stream needs RoleArn; one to a function needs a Lambda permission "
        "for logs.amazonaws.com. Otherwise CloudWatch Logs refuses the filter."
    )
    instead = "Add RoleArn, or an AWS::Lambda::Permission with Principal logs.amazonaws.com"
    source_url = aws("AmazonCloudWatch/latest/logs/SubscriptionFilters.html")
    tags = ["logs", "permissions"]
    types = ("AWS::Logs::SubscriptionFilter",)

    def check(self, resource: Resource) -> Iterator[Finding]:
        target = resource.resource("DestinationArn")
        if target is None:
            return
        if target.type in ("AWS::Kinesis::Stream", "AWS::KinesisFirehose::DeliveryStream"):
            if not resource.has("RoleArn"):
                yield resource.finding(
                    f"The filter has no role to write to {target.name}", "DestinationArn"
                )
        elif target.type == "AWS::Lambda::Function":
            if not resource.view.users(target, "AWS::Lambda::Permission"):
                yield resource.finding(f"The logs may not call {target.name}", "DestinationArn")
