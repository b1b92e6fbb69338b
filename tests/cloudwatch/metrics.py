"""The metrics of AWS services that alarms use, as documented.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/aws-services-cloudwatch-metrics.html
"""

from __future__ import annotations

from dataclasses import dataclass

_BALANCER = frozenset({"LoadBalancer"})
_TARGETS = frozenset({"LoadBalancer", "TargetGroup"})
_GROUP = frozenset({"AutoScalingGroupName"})
_TOPIC = frozenset({"TopicName"})


@dataclass(frozen=True)
class Metric:
    """A metric: its sets of dimensions, its useful statistics, and which values are bad.

    `every` is its period in seconds; None if EC2's detailed monitoring decides.
    """

    dimensions: tuple[frozenset[str], ...]
    statistics: tuple[str, ...]
    bad: str  # "more", "less" or "either"
    missing_is_ok: bool | None  # None: depends on the alarm
    every: int | None = 60


_COUNT = ("Sum",)
_LEVEL = ("Average", "Maximum", "Minimum")
_TIME = ("Average", "Maximum", "p50", "p90", "p95", "p99", "p99.9")


def _of_balancer(*, targets: bool = True) -> Metric:
    return Metric((_BALANCER, _TARGETS) if targets else (_BALANCER,), _COUNT, "more", True)


def _of_group(bad: str, *, missing_is_ok: bool | None = None, every: int | None = 60) -> Metric:
    return Metric((_GROUP,), _LEVEL, bad, missing_is_ok, every)


METRICS: dict[str, dict[str, Metric]] = {
    "AWS/ApplicationELB": {
        "HTTPCode_ELB_5XX_Count": _of_balancer(targets=False),
        "HTTPCode_ELB_502_Count": _of_balancer(targets=False),
        "HTTPCode_ELB_503_Count": _of_balancer(targets=False),
        "HTTPCode_ELB_504_Count": _of_balancer(targets=False),
        "HTTPCode_ELB_4XX_Count": _of_balancer(targets=False),
        "HTTPCode_Target_5XX_Count": _of_balancer(),
        "HTTPCode_Target_4XX_Count": _of_balancer(),
        "HTTP_Fixed_Response_Count": _of_balancer(targets=False),
        "TargetConnectionErrorCount": _of_balancer(),
        "RejectedConnectionCount": _of_balancer(targets=False),
        "ClientTLSNegotiationErrorCount": _of_balancer(targets=False),
        "TargetTLSNegotiationErrorCount": _of_balancer(),
        "RequestCount": Metric((_BALANCER, _TARGETS), _COUNT, "either", None),
        "TargetResponseTime": Metric((_BALANCER, _TARGETS), _TIME, "more", True),
        "HealthyHostCount": Metric(
            (_TARGETS,), ("Minimum", "Average", "Maximum"), "less", False
        ),
        "UnHealthyHostCount": Metric((_TARGETS,), ("Maximum", "Average", "Minimum"), "more", None),
    },
    "AWS/EC2": {
        "CPUUtilization": _of_group("either", every=None),
        "CPUCreditBalance": _of_group("less", every=300),
        "CPUSurplusCreditBalance": _of_group("more", every=300),
        "CPUSurplusCreditsCharged": _of_group("more", every=300),
        "StatusCheckFailed": _of_group("more"),
        "StatusCheckFailed_System": _of_group("more"),
        "StatusCheckFailed_AttachedEBS": _of_group("more"),
    },
    "AWS/AutoScaling": {
        "GroupInServiceInstances": _of_group("either", missing_is_ok=False),
        "GroupTotalInstances": _of_group("either"),
        "GroupDesiredCapacity": _of_group("either"),
        "GroupPendingInstances": _of_group("more"),
        "GroupMinSize": _of_group("either"),
        "GroupMaxSize": _of_group("either"),
    },
    "AWS/SNS": {
        "NumberOfNotificationsFailed": Metric((_TOPIC,), _COUNT, "more", True),
        "NumberOfNotificationsFailedToRedriveToDlq": Metric((_TOPIC,), _COUNT, "more", True),
    },
    "AWS/CertificateManager": {
        "DaysToExpiry": Metric((frozenset({"CertificateArn"}),), ("Minimum",), "less", None),
    },
    "AWS/WAFV2": {
        "BlockedRequests": Metric(
            (frozenset({"WebACL", "Region", "Rule"}), frozenset({"WebACL", "Rule"})),
            _COUNT, "more", True,
        ),
        "AllowedRequests": Metric(
            (frozenset({"WebACL", "Region", "Rule"}), frozenset({"WebACL", "Rule"})),
            _COUNT, "either", True,
        ),
    },
}  # fmt: skip
