"""A key that the logs may not use."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import (
    Finding,
    Resource,
    Rule,
    admits_service,
    as_list,
    aws,
    pick,
    shown,
    statements,
    strings,
)


class LogKeyAdmits(Rule):
    id = "ER9712"
    shortdesc = "The key of a log group admits CloudWatch Logs"
    description = (
        "CloudWatch Logs refuses a key whose policy does not let logs.<region>.amazonaws.com use "
        "it."
    )
    instead = (
        "Allow logs.${AWS::Region}.amazonaws.com kms:Encrypt*, Decrypt*, ReEncrypt*, "
        "GenerateDataKey*, Describe*"
    )
    source_url = aws("AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html")
    tags = ["logs", "permissions"]
    types = ("AWS::Logs::LogGroup",)

    def check(self, resource: Resource) -> Iterator[Finding]:
        key = resource.resource("KmsKeyId")
        if key is None or key.type != "AWS::KMS::Key":
            return
        value = resource.get("KmsKeyId")
        if value.attribute != "Arn":
            yield resource.finding("The log group needs the key's ARN", "KmsKeyId")
        elif admits_service(key.get("KeyPolicy"), "logs", "kms:Encrypt") is False:
            yield key.finding(
                f"CloudWatch Logs may not use the key of {resource.name}", "KeyPolicy"
            )
        else:
            yield from self._pinned(resource, key)

    @staticmethod
    def _pinned(group: Resource, key: Resource) -> Iterator[Finding]:
        """The principal is of the stack's region, the context of one that is written out."""
        for place, body in statements(key.get("KeyPolicy")):
            services = [shown(name) for name in as_list(pick(body, "Principal", "Service"))]
            here = any(name.startswith("logs.${AWS::Region}") for name in services)
            texts = [text for text in strings(pick(body, "Condition")) if ":logs:" in text]
            for text in texts if here else ():
                region = re.search(r":logs:([a-z]{2}-[a-z-]+-\d):", text)
                if region:
                    unless = "the stack is only ever there"
                    message = f"The context is of {region[1]}, for {group.name} in any region"
                    yield key.finding(message, "KeyPolicy", *place, unless=unless)
