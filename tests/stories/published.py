"""The metrics that AWS publishes of a minute.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-metrics.html
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.cloudwatch.statistic import Sample, Samples
from tests.stories.row import Row

Data = dict[str, Any]


def _nonzero(value: float) -> Samples:
    return (Sample(value),) if value else ()


def _times(state: Row) -> Samples:
    slow, all_ = state["slow_requests"], state["forwarded"]
    found = [Sample(0.1, all_ - slow)] if all_ > slow else []
    return (*found, Sample(state["slow_seconds"], slow)) if slow else tuple(found)


def _blocked(state: Row, dimensions: Data) -> Samples:
    """Return requests blocked, all by the rule group that a story is about."""
    return _nonzero(state["blocked_requests"]) if dimensions["Rule"] in ("ALL", "core") else ()


Publisher = Callable[[Row, Data], Samples]


def _level(key: str) -> Publisher:
    return lambda state, _: (Sample(state[key]),)


def _count(key: str) -> Publisher:
    return lambda state, _: _nonzero(state[key])


def _of_instances(key: str) -> Publisher:
    return lambda state, _: (
        (Sample(state[key], state["in_service"]),) if state["in_service"] else ()
    )


PUBLISHED: dict[str, Publisher] = {
    "RequestCount": _level("forwarded"),
    "HTTPCode_Target_5XX_Count": _count("failed"),
    # "That originate from the load balancer": that fixed responses do is not documented.
    "HTTPCode_ELB_5XX_Count": lambda state, _: _nonzero(
        state["refused_requests"] + state["fixed_errors"]
    ),
    "HTTP_Fixed_Response_Count": _count("fixed"),
    "TargetResponseTime": lambda state, _: _times(state),
    "HealthyHostCount": _level("healthy"),
    "UnHealthyHostCount": _level("unhealthy"),
    "TargetConnectionErrorCount": _count("refused_requests"),
    "CPUUtilization": _of_instances("cpu"),
    "CPUSurplusCreditsCharged": _of_instances("surplus_credits"),
    "StatusCheckFailed": _level("impaired"),
    "GroupMinSize": _level("min"),
    "GroupMaxSize": _level("max"),
    "GroupDesiredCapacity": _level("desired"),
    "GroupInServiceInstances": _level("in_service"),
    "NumberOfNotificationsFailed": _count("undelivered"),
    "BlockedRequests": _blocked,
    "AllowedRequests": _count("allowed_requests"),
}
