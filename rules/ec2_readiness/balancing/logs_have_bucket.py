"""Access logs that have nowhere to go."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import LOAD_BALANCER, Finding, Resource, Rule, attribute, aws, truth


class LogsHaveBucket(Rule):
    id = "ER9522"
    shortdesc = "Enabled access logs name a bucket and a prefix that is one"
    description = (
        "Elastic Load Balancing refuses access logs without a bucket, and a prefix that contains "
        "AWSLogs ; one that begins or ends with a slash leads elsewhere than the bucket policy "
        "says."
    )
    instead = "Add the attribute access_logs.s3.bucket with the bucket's name"
    source_url = aws("elasticloadbalancing/latest/application/enable-access-logging.html")
    tags = ["balancing", "logs"]
    types = (LOAD_BALANCER,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        for logs in ("access_logs", "connection_logs"):
            index, enabled = attribute(resource, f"{logs}.s3.enabled")
            bucket_index, bucket = attribute(resource, f"{logs}.s3.bucket")
            place = ("LoadBalancerAttributes", max(index, bucket_index, 0))
            if truth(enabled) is True and bucket in (None, ""):
                yield resource.finding(f"{logs} are enabled without a bucket", *place)
            prefix_index, prefix = attribute(resource, f"{logs}.s3.prefix")
            if isinstance(prefix, str) and ("AWSLogs" in prefix or prefix.strip("/") != prefix):
                where = ("LoadBalancerAttributes", prefix_index)
                unless = "" if "AWSLogs" in prefix else "Elastic Load Balancing takes the slash"
                yield resource.finding(f"{prefix!r} is no prefix for logs", *where, unless=unless)
            target = resource.view.target(bucket)
            if target is not None and target.type == "AWS::S3::Bucket" and bucket.attribute:
                yield resource.finding(f"{bucket.shown()} is not the bucket's name", *place)
