"""Where the load balancer and the instances write, as far as the template says it."""

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.review.attributes import attribute
from pipeline.review.sheet.stack import Properties, Stack

_GROUP = "AWS::Logs::LogGroup"
_STORES = ("AWS::S3::Bucket", "AWS::SQS::Queue", "AWS::DynamoDB::Table")
# https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html
_LOGS = {
    "access_logs": "access logs",
    "connection_logs": "connection logs",
    "health_check_logs": "health check logs",
}


def logs_of_balancer(stack: Stack, properties: Properties) -> dict[str, list[str]]:
    """Return the buckets that a load balancer's attributes name, with the logs that each gets."""
    found: dict[str, list[str]] = {}
    values = {
        each.get("Key"): each.get("Value") for each in properties.get("LoadBalancerAttributes", [])
    }
    for kind, words in _LOGS.items():
        if attribute(properties, "LoadBalancerAttributes", f"{kind}.s3.enabled") == "true":
            bucket = values.get(f"{kind}.s3.bucket", "")
            name = next(iter(stack.targets(bucket)), f"{stack.words(bucket)} of another stack")
            found.setdefault(name, []).append(words)
    return found


class Destinations(NamedTuple):
    """Where instances write: log groups, and buckets, queues and tables, each with its kind."""

    groups: list[str]
    stores: list[tuple[str, str]]


def of_instances(stack: Stack) -> Destinations:
    """Return where the instances write, as their launch templates and roles name it."""
    types = {name: str(stack.resources[name].get("Type")) for name in _named(stack)}
    return Destinations(
        [name for name, type_ in types.items() if type_ == _GROUP],
        [
            (name, type_.removeprefix("AWS::").replace("::", " "))
            for name, type_ in types.items()
            if type_ in _STORES
        ],
    )


def _named(stack: Stack) -> list[str]:
    """Return what the launch templates and the roles of instances refer to, in template order."""
    makers = [name for name, _ in stack.of_type("AWS::EC2::LaunchTemplate")]
    found = {
        each
        for maker in (*makers, *_roles(stack))
        for each in stack.targets(stack.resources[maker])
    }
    return [name for name in stack.resources if name in found]


def _roles(stack: Stack) -> Iterator[str]:
    for _, profile in stack.of_type("AWS::IAM::InstanceProfile"):
        yield from stack.targets(profile.get("Roles", []))
