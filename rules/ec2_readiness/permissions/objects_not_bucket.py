"""A bucket is not what is in it."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    ROLE_POLICIES,
    Finding,
    Resource,
    Rule,
    Value,
    all_statements,
    as_list,
    aws,
    pick,
    shown,
    string,
)

OBJECT = ("s3:getobject", "s3:putobject", "s3:deleteobject", "s3:getobject*", "s3:putobject*")


class ObjectsNotBucket(Rule):
    id = "WR9804"
    shortdesc = "A permission on objects names objects"
    description = (
        "s3:GetObject on the bucket's ARN allows nothing: objects are bucket/key, so every read "
        "is denied."
    )
    instead = "Write the bucket's ARN with /* after it"
    source_url = aws("AmazonS3/latest/userguide/s3-arn-format.html")
    tags = ["permissions"]
    types = (*ROLE_POLICIES, "AWS::S3::BucketPolicy")

    def check(self, resource: Resource) -> Iterator[Finding]:
        for place, body in all_statements(resource):
            actions = [(string(a) or "").lower() for a in as_list(pick(body, "Action"))]
            things = as_list(pick(body, "Resource"))
            if not actions or not things or not all(a in OBJECT for a in actions):
                continue
            if all(self._is_bucket(resource, thing) for thing in things):
                yield resource.finding("Only the bucket itself is named", *place, "Resource")

    @staticmethod
    def _is_bucket(resource: Resource, thing: Value) -> bool:
        target = resource.view.target(thing)
        if target is not None:
            return target.type == "AWS::S3::Bucket" and thing.attribute == "Arn"
        text = shown(thing)
        return ":s3:::" in text and "/" not in text and "*" not in text and not text.endswith("}")
