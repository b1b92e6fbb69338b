"""Access logs that have nowhere to go."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import LOAD_BALANCER, Finding, Resource, Rule, attribute, aws, truth


class LogsHaveBucket(Rule):
    id = "ER9522"
    shortdesc = "Enabled access logs name a bucket"
    description = "Elastic Load Balancing refuses access logs without a bucket."
    instead = "Add the attribute access_logs.s3.bucket with the bucket's name"
    source_url = aws("elasticloadbalancing/latest/application/enable-access-logging.html")
    tags = ["balancing", "logs"]
    types = (LOAD_BALANCER,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        for logs in ("access_logs", "connection_logs"):
            index, enabled = attribute(resource, f"{logs}.s3.enabled")
            bucket_index, bucket = attribute(resource, f"{logs}.s3.bucket")
            place = ("LoadBalancerAttributes", max(index, bucket_index, 0))
            if truth(enabled) is True and (bucket_index < 0 or bucket == ""):
                yield resource.finding(f"{logs} are enabled without a bucket", *place)
            target = resource.view.target(bucket)
            if target is not None and target.type == "AWS::S3::Bucket" and bucket.attribute:
                yield resource.finding(f"{bucket.shown()} is not the bucket's name", *place)
