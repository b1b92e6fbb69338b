"""What requests lead to beside the application's own port, and metrics that the group follows."""

from __future__ import annotations

import re
from typing import Any

from pipeline.config.settings_function import Values, reads
from pipeline.render.provenance import derived

_VARIABLE = r"\$\{(?:([A-Za-z0-9:]+(?:\.[A-Za-z0-9.]+)?)\})?"  # or the start of none


@reads("alb.rules", "application.port")
def rule_ports(values: Values) -> Values:
    """Return `rule_ports`, further ports of the instances that listener rules forward to."""
    ports = {rule["port"]: None for rule in values["alb"]["rules"] if _forwards(rule)}
    return {
        "rule_ports": [port for port in ports if port and port != values["application"]["port"]]
    }


@reads(
    "alb.rules", "alb.target_ports", "application.port",
    "alb.sign_in.issuer", "alb.cognito.user_pool", "alb.jwt.issuer",
)  # fmt: skip
def opened_ports(values: Values) -> Values:
    """Return what else the load balancer's group allows, each port once as EC2 demands.

    `foreign_ports` are those of other stacks' targets; `opens_identity_provider` says whether a
    sign-in needs 443, and nothing else opens it.
    """
    alb = values["alb"]
    own = {values["application"]["port"], *rule_ports(values)["rule_ports"]}
    foreign = [port for port in alb["target_ports"] if port not in own]
    signs_in = alb["sign_in"]["issuer"] or alb["cognito"]["user_pool"] or alb["jwt"]["issuer"]
    return {
        "foreign_ports": foreign,
        "opens_identity_provider": bool(signs_in) and 443 not in {*own, *foreign},
    }


@reads("alb.rules", "alb.maintenance.enabled")
def fixed_responses(values: Values) -> Values:
    """Return `fixed_are_errors`: whether each fixed response is a 5XX.

    HTTP_Fixed_Response_Count counts fixed responses of all status codes:
    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
    While maintenance is on, its rule answers all requests.
    """
    settings = values["alb"]
    below = any(rule["action"] == "respond" and rule["status"] < 500 for rule in settings["rules"])
    return {"fixed_are_errors": settings["maintenance"]["enabled"] or not below}


@reads("alb.rules", "alb.existing.listener")
def signed_in_rules(values: Values) -> Values:
    """Return `signed_in_rules`, ids of the listener rules after a sign-in, if there is one."""
    rules = [each for each in values["alb"]["rules"] if each["action"] == "forward"]
    ids = [f"{rule['name']}ListenerRule" for rule in rules if rule["sign_in"]]
    shared = ["ApplicationListenerRule"] if values["alb"]["existing"]["listener"] else []
    return {"signed_in_rules": [*shared, *ids]}


def _forwards(rule: Values) -> bool:
    return bool(rule["action"] == "forward" and not rule["target_group"])


@reads("fleet.volumes")
def volumes_to_mount(values: Values) -> Values:
    """Return `volumes_to_mount`, the further volumes with a mount point, and what a container gets.

    What is Docker's own is not the container's.
    """
    volumes = values["fleet"]["volumes"]
    mounted = [volume for volume in volumes if volume["mount"]]
    mounts = [volume["mount"] for volume in mounted]
    own = ("/var/lib/docker", "/var/lib/containerd")
    return {
        "volumes_to_mount": mounted,
        "mounts_of_container": [mount for mount in mounts if not mount.startswith(own)],
    }


@reads("scaling.target_tracking.queue", "scaling.target_tracking.metrics")
def tracked_metrics(values: Values) -> Values:
    """Return `tracked_metrics`, the queries and targets of the policies on a config's metrics.

    The backlog per instance is what AWS's documentation scales on:
    https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-using-sqs-queue.html
    """
    settings = values["scaling"]["target_tracking"]
    tracked = [_tracked(each) for each in settings["metrics"]]
    if settings["queue"]["name"]:
        tracked.append(_backlog(settings["queue"]))
    return {"tracked_metrics": tracked}


def _tracked(settings: Values) -> Values:
    names = settings["dimensions"].items()
    dimensions = [{"Name": name, "Value": _substituted(value)} for name, value in names]
    metric = {"Namespace": settings["namespace"], "MetricName": settings["metric"]}
    if dimensions:
        metric["Dimensions"] = dimensions
    expression = settings["expression"]
    query = _query("m", metric, settings["statistic"], returned=not expression)
    queries = [query, _instances(), _result(expression)] if expression else [query]
    return {"name": settings["name"], "metrics": queries, "target": settings["target"]}


def _substituted(text: str) -> Any:
    """Return a text in which `${Name.Attribute}` is that of a resource, as in Fn::Sub."""
    if not any(re.findall(_VARIABLE, text)):
        return text
    literal = re.sub(_VARIABLE, lambda found: found[0] if found[1] else "${!", text)
    return {"Fn::Sub": derived(text, literal)}


def _backlog(queue: Values) -> Values:
    metric = {
        "Namespace": "AWS/SQS",
        "MetricName": "ApproximateNumberOfMessagesVisible",
        "Dimensions": [{"Name": "QueueName", "Value": _substituted(queue["name"])}],
    }
    messages = _query("messages", metric, "Sum", returned=False)
    # An empty group has its whole queue as backlog.
    result = _result("IF(instances > 0, messages / instances, messages)")
    queries = [messages, _instances(), result]
    return {"name": "Queue", "metrics": queries, "target": queue["messages_per_instance"]}


def _instances() -> Values:
    metric = {
        "Namespace": "AWS/AutoScaling",
        "MetricName": "GroupInServiceInstances",
        "Dimensions": [{"Name": "AutoScalingGroupName", "Value": {"Ref": "AutoScalingGroup"}}],
    }
    return _query("instances", metric, "Average", returned=False)


def _query(id_: str, metric: Values, statistic: str, *, returned: bool) -> Values:
    return {"Id": id_, "MetricStat": {"Metric": metric, "Stat": statistic}, "ReturnData": returned}


def _result(expression: str) -> Values:
    return {"Id": "result", "Expression": expression, "ReturnData": True}


ALL = (
    rule_ports,
    opened_ports,
    fixed_responses,
    signed_in_rules,
    volumes_to_mount,
    tracked_metrics,
)
