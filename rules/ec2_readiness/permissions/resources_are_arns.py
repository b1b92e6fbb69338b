"""What a statement names that is no resource, or no resource of its action."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import (
    ROLE_POLICIES,
    Finding,
    Hole,
    Resource,
    Rule,
    Value,
    all_statements,
    as_list,
    aws,
    matches,
    pick,
    shown,
    string,
)

# Types whose Ref is an ARN, besides those whose names are all that Ref gives.
NAMED = (
    "AWS::S3::Bucket",
    "AWS::Logs::LogGroup",
    "AWS::SQS::Queue",
    "AWS::KMS::Key",
    "AWS::IAM::Role",
    "AWS::Lambda::Function",
    "AWS::DynamoDB::Table",
    "AWS::AutoScaling::AutoScalingGroup",
)
# Actions that IAM grants for all resources or for none.
FOR_ALL = (
    "autoscaling:describe*",
    "cloudwatch:putmetricdata",
    "cloudwatch:listmetrics",
    "cloudwatch:getmetricdata",
    "ec2:describe*",
    "ecr:getauthorizationtoken",
    "elasticloadbalancing:describe*",
    "ssm:describeparameters",
    "ssmmessages:*",
    "ec2messages:*",
    "sts:getcalleridentity",
)
SECRET = re.compile(r":secret:(?![^*?]*-[A-Za-z0-9]{6}$)[^*?$]+$")
ARN = re.compile(r"^(?:\*|\$\{.*|arn:[^:]+:[^:]*:[^:]*:[^:]*:.*)$", re.DOTALL)


class ResourcesAreArns(Rule):
    id = "ER9813"
    shortdesc = "A statement's resources are ARNs, and those that its actions are about"
    description = (
        "IAM refuses a policy with a resource that is neither an ARN nor *. An action that has no "
        "resources of its own, as all that describe, is allowed by * only: with an ARN it is "
        "denied."
    )
    instead = "Write !GetAtt <resource>.Arn, and '*' for actions without resources"
    source_url = aws("IAM/latest/UserGuide/reference_policies_elements_resource.html")
    tags = ["permissions"]
    types = ROLE_POLICIES

    def check(self, resource: Resource) -> Iterator[Finding]:
        for place, body in all_statements(resource):
            for thing in as_list(pick(body, "Resource")):
                problem = self._problem(resource, thing)
                if problem:
                    unless = "the secret has no such suffix" if "six characters" in problem else ""
                    keys = (*place, "Resource")
                    yield resource.finding(problem, *keys, unless=unless)
            yield from self._of_actions(resource, body, place)

    @staticmethod
    def _problem(resource: Resource, thing: Value) -> str:
        target = resource.view.target(thing)
        if target is not None and isinstance(thing, Hole):
            is_name = target.type in NAMED and not thing.attribute
            return f"{thing.shown()} is no ARN" if is_name else ""
        text = shown(thing)
        if ":secretsmanager:" in text and SECRET.search(text):
            return f"{text.split(':')[-1]} lacks the six characters that Secrets Manager adds"
        return f"{text!r} is no ARN" if text and not ARN.match(text) else ""

    @staticmethod
    def _of_actions(
        holder: Resource, body: Value, place: tuple[str | int, ...]
    ) -> Iterator[Finding]:
        things = [shown(thing) for thing in as_list(pick(body, "Resource"))]
        unknown = any(
            isinstance(thing, Hole) and not holder.view.target(thing)
            for thing in as_list(pick(body, "Resource"))
        )
        if pick(body, "Effect") != "Allow" or not things or unknown:
            return
        if any(
            re.fullmatch(r"\*|arn:[^:]+:[^:]*:\*.*|\$\{.*", t) and t.count(":") < 3
            for t in things
            if "${" not in t
        ):
            return
        for action in as_list(pick(body, "Action")):
            name = (string(action) or "").lower()
            if any(matches(pattern, name) for pattern in FOR_ALL):
                yield holder.finding(
                    f"{string(action)} has no resources of its own",
                    *place,
                    "Resource",
                    unless="the action has got resources since November 2026",
                )
                return
