"""Which encryption the log delivery can write to."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    LOAD_BALANCER,
    Finding,
    Resource,
    Rule,
    attribute,
    aws,
    entries,
    is_application,
    pick,
)

KEYS = ("BucketEncryption", "ServerSideEncryptionConfiguration")


class LogBucketEncryption(Rule):
    id = "ER9524"
    shortdesc = "The bucket for access logs is encrypted by S3 itself"
    description = (
        "Load balancer access logs support SSE-S3 only: a bucket with a KMS key refuses them."
    )
    instead = "Write SSEAlgorithm: AES256"
    source_url = aws("elasticloadbalancing/latest/application/enable-access-logging.html")
    tags = ["balancing", "logs"]
    types = (LOAD_BALANCER,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        bucket = resource.view.target(attribute(resource, "access_logs.s3.bucket")[1])
        if bucket is None or not is_application(resource):
            return
        for index, rule in entries(bucket.get(*KEYS)):
            algorithm = pick(rule, "ServerSideEncryptionByDefault", "SSEAlgorithm")
            if algorithm in ("aws:kms", "aws:kms:dsse"):
                yield bucket.finding("A bucket for access logs cannot use a KMS key", *KEYS, index)
