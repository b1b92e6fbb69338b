"""A bucket is not what is in it."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    Finding,
    Resource,
    Rule,
    Value,
    as_list,
    aws,
    documents,
    pick,
    shown,
    statements,
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
    types = (
        "AWS::IAM::Role",
        "AWS::IAM::Policy",
        "AWS::IAM::ManagedPolicy",
        "AWS::IAM::RolePolicy",
        "AWS::S3::BucketPolicy",
    )

    def check(self, resource: Resource) -> Iterator[Finding]:
        for place, document in documents(resource):
            for inner, body in statements(document):
                actions = [(string(a) or "").lower() for a in as_list(pick(body, "Action"))]
                things = as_list(pick(body, "Resource"))
                if not actions or not things or not all(a in OBJECT for a in actions):
                    continue
                if all(self._is_bucket(resource, thing) for thing in things):
                    yield resource.finding(
                        "Only the bucket itself is named", *place, *inner, "Resource"
                    )

    @staticmethod
    def _is_bucket(resource: Resource, thing: Value) -> bool:
        target = resource.view.target(thing)
        if target is not None:
            return target.type == "AWS::S3::Bucket" and thing.attribute == "Arn"
        text = shown(thing)
        return ":s3:::" in text and "/" not in text and "*" not in text and not text.endswith("}")
