"""An empty default in a property that needs a value."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Hole, Rule, Value, View, aws, entries, pick

PLACES: dict[str, tuple[tuple[str | int, ...], ...]] = {
    "AWS::EC2::LaunchTemplate": (
        ("LaunchTemplateData", "KeyName"),
        ("LaunchTemplateData", "ImageId"),
    ),
    "AWS::AutoScaling::LaunchConfiguration": (("KeyName",), ("ImageId",)),
    "AWS::ElasticLoadBalancingV2::Listener": (("Certificates", 0, "CertificateArn"),),
    "AWS::SNS::Subscription": (("Endpoint",),),
    "AWS::Route53::RecordSet": (("HostedZoneId",), ("Name",)),
    "AWS::CloudWatch::Alarm": (("AlarmActions", 0),),
}


class DefaultsNotEmpty(Rule):
    id = "WR9425"
    shortdesc = "An empty parameter does not reach a property that needs a value"
    description = (
        "An optional parameter that is left empty arrives as an empty string, which the service "
        "refuses: a key pair, a certificate or a topic of no name."
    )
    instead = "Guard it: !If [HasKeyName, !Ref KeyName, !Ref AWS::NoValue]"
    source_url = aws("AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html")
    tags = ["instances", "template"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for resource in view.of(*PLACES):
            for place in PLACES[resource.type]:
                if self._is_empty(view, resource.get(*place)):
                    yield resource.finding(
                        f"{resource.get(*place).target} is empty by default", *place
                    )
            subscriptions = entries(resource.get("Subscription"))
            for index, item in subscriptions:
                if self._is_empty(view, pick(item, "Endpoint")):
                    yield resource.finding(
                        "The endpoint is empty by default", "Subscription", index, "Endpoint"
                    )

    @staticmethod
    def _is_empty(view: View, value: Value) -> bool:
        if not isinstance(value, Hole) or value.attribute or value.key:
            return False
        if view.parameter(value.target).get("Default") != "":
            return False
        return view.resolver.choice.get(value.target, "") == ""
