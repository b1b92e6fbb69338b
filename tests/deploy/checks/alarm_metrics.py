"""The metrics of alarms: each is published, with these dimensions, in this period."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.cloudwatch.metrics import METRICS
from tests.deploy.checks import logs
from tests.deploy.checks.compare import same
from tests.deploy.stack import cloudwatch_agent
from tests.deploy.stack.deployed_stack import DeployedStack

Data = dict[str, Any]
_NAMES = {
    "AWS::ElasticLoadBalancingV2::LoadBalancer": "LoadBalancer",
    "AWS::ElasticLoadBalancingV2::TargetGroup": "TargetGroup",
    "AWS::AutoScaling::AutoScalingGroup": "AutoScalingGroupName",
    "AWS::SNS::Topic": "TopicName",
}


def check(deployed: DeployedStack, query: Data) -> Iterator[str]:
    """Check one of the metrics of an alarm."""
    name, namespace = query["MetricName"], query["Namespace"]
    dimensions = {each["Name"]: each["Value"] for each in query.get("Dimensions", [])}
    if made := _made(deployed, namespace, name):
        wanted = {each["Key"]: each["Value"] for each in made.get("Dimensions", [])}
        yield from same(f"{name}'s dimensions", set(dimensions), set(wanted))
        return
    if sets := _measured(deployed, namespace, name):
        if sorted(dimensions) not in sets:
            yield f"the agent publishes {name} by {sets}, not by {sorted(dimensions)}"
        return
    metric = METRICS.get(namespace, {}).get(name)
    if not metric:
        yield f"there is no metric {namespace} {name}"
        return
    if frozenset(dimensions) not in metric.dimensions:
        yield f"{name} has no dimensions {sorted(dimensions)}"
    yield from _values(deployed, dimensions)
    if query["Stat"] not in metric.statistics:
        yield f"the {query['Stat']} of {name} is not a useful statistic"
    every = metric.every or _monitored(deployed)
    if query["Period"] % every:
        yield f"{name} is published only every {every} seconds"


def _made(deployed: DeployedStack, namespace: str, name: str) -> Data | None:
    """Return the metric filter's transformation that publishes a metric, if there is one."""
    for properties in deployed.expected(logs.FILTER).values():
        for made in properties["MetricTransformations"]:
            if (made["MetricNamespace"], made["MetricName"]) == (namespace, name):
                return dict(made)
    return None


def _measured(deployed: DeployedStack, namespace: str, name: str) -> list[list[str]]:
    """Return the sets of dimensions by which the agents aggregate a metric."""
    for config in cloudwatch_agent.configs(deployed):
        metrics = config.get("metrics", {})
        if metrics.get("namespace", "CWAgent") == namespace and name in cloudwatch_agent.measured(
            metrics
        ):
            return [sorted(each) for each in metrics.get("aggregation_dimensions", [])]
    return []


def _monitored(deployed: DeployedStack) -> int:
    """Return the period of EC2's metrics, in seconds: detailed or basic monitoring."""
    templates = deployed.expected("AWS::EC2::LaunchTemplate").values()
    detailed = [
        each["LaunchTemplateData"].get("Monitoring", {}).get("Enabled") for each in templates
    ]
    return 60 if all(detailed) else 300


def _values(deployed: DeployedStack, dimensions: dict[str, str]) -> Iterator[str]:
    """Yield dimensions whose value names no resource of the stack."""
    for kind, dimension in _NAMES.items():
        if dimension in dimensions:
            names = {_short(identity) for identity in deployed.physical_ids(kind).values()}
            if dimensions[dimension] not in names:
                yield f"{dimension} {dimensions[dimension]} is not one of {sorted(names)}"


def _short(identity: str) -> str:
    """Return a resource's name in metric dimensions."""
    name = identity.split(":", 5)[-1] if identity.startswith("arn:") else identity
    return name.removeprefix("loadbalancer/")
