"""A bucket policy for everybody, or against everybody."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    Finding,
    Resource,
    Rule,
    Value,
    as_list,
    aws,
    pick,
    shown,
    statements,
    string,
)

NARROW = (
    "aws:principal",
    "aws:source",
    "aws:calledvia",
    "aws:via",
    "s3:dataaccesspoint",
    "aws:referer",
)


class BucketPolicyIsNarrow(Rule):
    id = "WR9811"
    shortdesc = "A bucket policy neither opens the bucket to everybody nor shuts it to all"
    description = (
        "An Allow for every principal makes the bucket public, or is refused where public policies "
        "are blocked. A Deny for every principal without a condition, or for encrypted requests, "
        "keeps out the owner and the services that write, too."
    )
    instead = "Name the principals, and deny where aws:SecureTransport is 'false'"
    source_url = aws("AmazonS3/latest/userguide/example-bucket-policies.html")
    tags = ["permissions", "security"]
    types = ("AWS::S3::BucketPolicy",)

    def check(self, resource: Resource) -> Iterator[Finding]:
        for place, statement in statements(resource.get("PolicyDocument")):
            problem = self._problem(statement)
            if problem:
                yield resource.finding(problem, "PolicyDocument", *place)

    @classmethod
    def _problem(cls, statement: Value) -> str:
        if not isinstance(statement, dict) or not _is_for_all(statement.get("Principal")):
            return ""
        condition, effect = statement.get("Condition"), statement.get("Effect")
        tests = condition.values() if isinstance(condition, dict) else ()
        keys = [str(key) for test in tests if isinstance(test, dict) for key in test]
        if effect == "Allow" and not any(key.lower().startswith(NARROW) for key in keys):
            return "Everybody is allowed"
        actions = [shown(action) for action in as_list(statement.get("Action"))]
        everything = "s3:*" in actions or "*" in actions or "s3:PutObject" in actions
        if effect == "Deny" and everything and condition is None:
            return "Everybody is denied"
        secure = pick(condition, "Bool", "aws:SecureTransport")
        if effect == "Deny" and len(keys) == 1 and string(secure) == "true":
            return "Encrypted requests are denied"
        return ""


def _is_for_all(principal: Value) -> bool:
    return principal == "*" or "*" in as_list(pick(principal, "AWS"))
