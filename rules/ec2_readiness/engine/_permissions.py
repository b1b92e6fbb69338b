"""Which IAM actions a boot script calls."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine._scripts import prepared

_CALL = re.compile(
    r"(?<![\w./-])(?:/usr/bin/|/usr/local/bin/)?aws\s+"
    r"((?:--[\w-]+(?:[= ]\S+)?\s+)*)"  # options before the service
    r"([a-z0-9-]+)\s+([a-z0-9-]+)([^\n;|&)]*)"
)
_PREFIX = {
    "elbv2": "elasticloadbalancing",
    "elb": "elasticloadbalancing",
    "autoscaling": "autoscaling",
    "ssm": "ssm",
    "ec2": "ec2",
    "logs": "logs",
    "cloudwatch": "cloudwatch",
    "sns": "sns",
    "sqs": "sqs",
    "secretsmanager": "secretsmanager",
    "cloudformation": "cloudformation",
    "dynamodb": "dynamodb",
    "route53": "route53",
}
_HELPERS = ("wait", "help", "configure")


def called_actions(text: str) -> Iterator[tuple[str, str]]:
    """Each action that the script needs, with the call as it is written."""
    for match in _CALL.finditer(prepared(text)):
        _, service, command, rest = match.groups()
        if "--no-sign-request" in match[0] or "--profile" in match[0] or command in _HELPERS:
            continue
        shown = f"aws {service} {command}"
        if service == "s3":
            yield from ((action, shown) for action in _storage(command, rest))
        elif service == "s3api" and command in ("get-object", "put-object", "head-object"):
            yield ("s3:PutObject" if command == "put-object" else "s3:GetObject"), shown
        elif service in _PREFIX:
            name = "".join(part.capitalize() for part in command.split("-"))
            yield f"{_PREFIX[service]}:{name}", shown


def _storage(command: str, arguments: str) -> Iterator[str]:
    """Reading or writing, by which side of a copy is the bucket."""
    if command not in ("cp", "sync", "mv"):
        return
    sides = [word.strip("'\"") for word in arguments.split() if not word.startswith("-")][:2]
    if len(sides) == 2:
        if sides[0].startswith("s3://"):
            yield "s3:GetObject"
        if sides[1].startswith("s3://"):
            yield "s3:PutObject"
