"""A key that the logs may not use."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Resource, Rule, admits_service, aws


class LogKeyAdmits(Rule):
    id = "ER9712"
    shortdesc = "The key of a log group admits CloudWatch Logs"
    description = (
        "CloudWatch Logs refuses a key whose policy does not let logs.<region>.amazonaws.com "
        "use it."
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
