"""A permission for other resources than the boot script asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import (
    Finding,
    Launch,
    Resource,
    Rule,
    View,
    agents,
    aws,
    commands,
    completes_hook,
    grants,
    groups_of,
    has_others,
    launches,
    option,
    pick,
    prepared,
    shown,
    string,
    strings,
)

BUCKET = re.compile(r"\baws\s+(?:--\S+\s+)*s3\s+(?:cp|sync|mv)\s+([^\n;|&)]*)")
REGISTRY = re.compile(r"(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com/([\w./-]+)")
CREDENTIALS = re.compile(r"(?i)aws_access_key_id|assume-role|aws_profile=|--no-sign-request")
Call = tuple[str, str]  # an action, and the ARN that it is called for


class ScriptReachesResources(Rule):
    id = "WR9476"
    shortdesc = "The instance's role allows a call for the resource that the script calls it for"
    description = (
        "A statement allows its actions for its resources only: for another bucket, prefix, "
        "parameter, secret, repository, log group, namespace or Auto Scaling group the call is "
        "denied."
    )
    instead = "Name in the statement's Resource or Condition what the script asks for"
    assumes = "no policy of the bucket, the secret or the repository itself allows the call"
    source_url = aws("IAM/latest/UserGuide/reference_policies_elements_resource.html")
    tags = ["instances", "boot", "permissions"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            text = prepared(launch.boot_text or "")
            if CREDENTIALS.search(text):
                continue
            calls = list(dict.fromkeys([*_calls(text), *_hooks(launch), *_logs(view, launch)]))
            for role in launch.roles or []:
                if not has_others(role) and not view.is_exposed(role):
                    yield from self._denied(role, calls)
                    yield from self._namespace(view, role)

    @staticmethod
    def _denied(role: Resource, calls: list[Call]) -> Iterator[Finding]:
        for action, arn in calls:
            about = [grant for grant in grants(role) if grant.is_about(action)]
            allowing = [grant for grant in about if grant.effect == "Allow"]
            forbidding = [g for g in about if g.effect == "Deny" and g.condition is None]
            name = arn.split(":", 5)[-1]
            if any(grant.reaches(arn) for grant in forbidding):
                first = forbidding[0]
                yield first.holder.finding(f"{action} for {name} is denied", *first.place)
            elif allowing and not any(grant.reaches(arn) for grant in allowing):
                first = allowing[0]
                text = f"The script needs {action} for {name}"
                yield first.holder.finding(text, *first.place, "Resource")
            elif not about and action.startswith("ecr:"):
                yield role.finding_at(f"The script needs {action} for {name}")

    @staticmethod
    def _namespace(view: View, role: Resource) -> Iterator[Finding]:
        """The condition on the namespace is that of the agent."""
        spaces = {agent.namespace for agent in agents(view) if agent.metrics is not None}
        about = [g for g in grants(role) if g.is_about("cloudwatch:PutMetricData")]
        keys = [pick(g.condition, "StringEquals", "cloudwatch:namespace") for g in about]
        known = {shown(one) for key in keys for one in (key if isinstance(key, list) else [key])}
        if spaces and about and None not in keys and not spaces & known:
            text = f"The agent publishes to {min(spaces)}, which the condition is not for"
            yield about[0].holder.finding(text, *about[0].place, "Condition")


def _calls(text: str) -> Iterator[Call]:
    """The calls of the command line of which the resource is known."""
    for match in BUCKET.finditer(text):
        words = [w.strip("'\"") for w in match[1].split() if not w.startswith(("-", "2>", ">"))]
        for index, word in enumerate(words[:2]):
            if word.startswith("s3://") and not re.search(r"\$(?!\{[A-Z]\w*(?:::\w+)?\})", word):
                action = "s3:PutObject" if index else "s3:GetObject"
                path = word[5:].rstrip("/")
                yield action, f"arn:aws:s3:::{path if '/' in path else path + '/x'}"
    for arguments in commands(text, "get-parameter"):
        name = option(arguments, "--name")
        if name and not name.startswith("/aws/"):
            yield "ssm:GetParameter", f"arn:aws:ssm:x:x:parameter/{name.lstrip('/')}"
    for arguments in commands(text, "get-secret-value"):
        name = option(arguments, "--secret-id")
        if name and not name.startswith("arn:"):
            yield (
                "secretsmanager:GetSecretValue",
                f"arn:aws:secretsmanager:x:x:secret:{name}-AbCdEf",
            )
    for account, region, name in REGISTRY.findall(text) if "docker" in text else ():
        repository = f"arn:aws:ecr:{region}:{account}:repository/{name}"
        for action in ("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"):
            yield action, repository


def _hooks(launch: Launch) -> Iterator[Call]:
    """The group whose hook the script completes."""
    if completes_hook(launch.boot_text or ""):
        for group in groups_of(launch):
            name = string(group.get("AutoScalingGroupName")) or f"x-{group.name}-x"
            arn = f"arn:aws:autoscaling:x:x:autoScalingGroup:x:autoScalingGroupName/{name}"
            yield "autoscaling:CompleteLifecycleAction", arn


def _logs(view: View, launch: Launch) -> Iterator[Call]:
    """Log groups of the template that the agent writes to, where the role lists log groups."""
    listed = {
        hole.target
        for role in launch.roles or []
        for grant in grants(role)
        if grant.is_about("logs:PutLogEvents")
        for hole in grant.resources
        if getattr(hole, "target", "") in view.resources
    }
    whole = [
        one
        for role in launch.roles or []
        for grant in grants(role)
        if grant.is_about("logs:PutLogEvents")
        for one in grant.resources
        if getattr(one, "target", "") not in view.resources
    ]
    for agent in agents(view) if listed and not whole else ():
        for text in strings(agent.logs):
            match = re.fullmatch(r"\$\{(\w+)\}", text)
            group = view.resources.get(match[1]) if match else None
            if group is not None and group.type == "AWS::Logs::LogGroup":
                if group.name not in listed:
                    yield "logs:PutLogEvents", f"not-listed:x:x:x:x:{group.name}"
