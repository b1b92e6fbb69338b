"""Where a web ACL may log to."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Hole, Resource, Rule, as_list, aws, string


class AclLogDestination(Rule):
    id = "ER9527"
    shortdesc = "A web ACL logs to a destination whose name begins with aws-waf-logs-"
    description = (
        "WAF refuses a log group, bucket or delivery stream whose name does not begin with "
        "aws-waf-logs-."
    )
    instead = "Name it aws-waf-logs-..., for example !Sub 'aws-waf-logs-${AWS::StackName}'"
    source_url = aws("waf/latest/APIReference/API_PutLoggingConfiguration.html")
    tags = ["balancing", "logs"]
    types = ("AWS::WAFv2::LoggingConfiguration",)
    NAMES = {
        "AWS::Logs::LogGroup": "LogGroupName",
        "AWS::S3::Bucket": "BucketName",
        "AWS::KinesisFirehose::DeliveryStream": "DeliveryStreamName",
    }

    def check(self, resource: Resource) -> Iterator[Finding]:
        for value in as_list(resource.get("LogDestinationConfigs")):
            inner = [part for part in getattr(value, "parts", ()) if isinstance(part, Hole)]
            named = [resource.view.target(part) for part in inner]
            target = next((one for one in named if one is not None), resource.view.target(value))
            if target is not None and target.type in self.NAMES:
                yield from self._name(target)

    def _name(self, target: Resource) -> Iterator[Finding]:
        key = self.NAMES[target.type]
        value = target.get(key)
        if value is None and target.type == "AWS::Logs::LogGroup":
            text = "WAF cannot log to a log group of a generated name"
            yield target.finding_at(text, unless="the stack's name begins with aws-waf-logs-")
            return
        start = getattr(value, "parts", (string(value),))[0]
        if value is None or (isinstance(start, str) and not start.startswith("aws-waf-logs-")):
            yield target.finding("WAF cannot log to a destination of this name", key)
