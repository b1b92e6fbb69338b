"""A bucket whose public access is only partly blocked."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Resource, Rule, aws, truth

KEYS = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")


class PublicAccessBlocked(Rule):
    id = "WR9812"
    shortdesc = "A bucket that blocks public access blocks all of it"
    description = (
        "Each of the four settings blocks one way in which a bucket or an object becomes public. "
        "One that is false leaves that way open, though new buckets have all four."
    )
    instead = "Set all four to true, or leave PublicAccessBlockConfiguration out"
    source_url = aws("AmazonS3/latest/API/API_PublicAccessBlockConfiguration.html")
    tags = ["permissions", "security"]
    types = ("AWS::S3::Bucket",)

    def check(self, resource: Resource) -> Iterator[Finding]:
        values = {key: resource.get("PublicAccessBlockConfiguration", key) for key in KEYS}
        some = any(truth(value) is True for value in values.values())
        for key, value in values.items():
            if truth(value) is False and some and not resource.has("WebsiteConfiguration"):
                yield resource.finding(f"{key} is false", "PublicAccessBlockConfiguration", key)
