"""The path that access logs are written to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import (
    LOAD_BALANCER,
    Finding,
    Resource,
    Rule,
    as_list,
    attribute,
    aws,
    pick,
    shown,
    statements,
    string,
    truth,
)

POLICY = "AWS::S3::BucketPolicy"


class LogPrefixAdmitted(Rule):
    id = "ER9533"
    shortdesc = "The bucket policy admits access logs at their prefix"
    description = (
        "Access logs go to <prefix>/AWSLogs/<account>/. If the bucket policy names another path "
        "the load balancer is refused with Access Denied."
    )
    instead = "Write the policy's Resource as <bucket's ARN>/<prefix>/AWSLogs/${AWS::AccountId}/*"
    source_url = aws("elasticloadbalancing/latest/application/enable-access-logging.html")
    tags = ["balancing", "logs", "permissions"]
    types = (LOAD_BALANCER,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        prefix = attribute(resource, "access_logs.s3.prefix")[1]
        bucket = resource.view.target(attribute(resource, "access_logs.s3.bucket")[1])
        if truth(attribute(resource, "access_logs.s3.enabled")[1]) is not True or bucket is None:
            return
        wanted = "AWSLogs/" if prefix in (None, "") else f"{string(prefix)}/AWSLogs/"
        for policy in resource.view.of(POLICY):
            if bucket.is_ref(policy.get("Bucket")) and (
                prefix is None or string(prefix) is not None
            ):
                paths = [shown(thing) for thing in self._things(policy)]
                if paths and not any(self._covers(path, wanted) for path in paths):
                    yield policy.finding(
                        f"The logs go to {wanted}, the policy is about {paths[0]}", "PolicyDocument"
                    )

    @staticmethod
    def _things(policy: Resource) -> list[object]:
        found: list[object] = []
        for _, statement in statements(policy.get("PolicyDocument")):
            actions = [shown(action) for action in as_list(pick(statement, "Action"))]
            if pick(statement, "Effect") == "Allow" and any(
                a in ("s3:PutObject", "s3:*", "s3:Put*", "*") for a in actions
            ):
                found += as_list(pick(statement, "Resource"))
        return found

    @staticmethod
    def _covers(path: str, wanted: str) -> bool:
        """The pattern may match what is written below the wanted folder."""
        _, slash, rest = path.partition("/")
        expression = re.escape(re.sub(r"\$\{[^}]*\}|\d{12}", "*", rest)).replace(r"\*", ".*")
        return not slash or re.match(expression, f"{wanted}123456789012/logs") is not None
