"""What AWS limits: each number once, with its page, and the bounds in schema/ that repeat it.

A schema has to carry its bounds itself, for editors; a test holds them equal to this table.
"""

from typing import NamedTuple

_DOCS = "https://docs.aws.amazon.com/"
_EBS = f"{_DOCS}ebs/latest/userguide/general-purpose.html#gp3-ebs-volume-type"
_ELB = f"{_DOCS}elasticloadbalancing/latest/application/load-balancer-limits.html"
_BALANCER = f"{_DOCS}elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html"
_TARGETS = f"{_DOCS}elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html"
_CHECKS = f"{_DOCS}elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html"


class Limit(NamedTuple):
    """A number, the page of AWS that says it, and the schema's bounds: `SETTING.KEYWORD`."""

    value: int
    page: str
    bounds: tuple[str, ...] = ()


LIMITS: dict[str, Limit] = {
    # It holds for IPv4 and IPv6 apart.
    "rules of a security group": Limit(
        60, f"{_DOCS}vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups"
    ),
    "values of a listener rule": Limit(5, _ELB),
    "wildcards of a listener rule": Limit(5, _ELB),
    "regular expressions of a log group": Limit(
        5, f"{_DOCS}AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html"
    ),
    "regular expressions of a filter pattern": Limit(
        2, f"{_DOCS}AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html"
    ),
    "characters of a certificate's first name": Limit(
        64, f"{_DOCS}acm/latest/APIReference/API_RequestCertificate.html"
    ),
    # From S3; directly it is 51,200. The page says 1 MB, which cfn-lint takes for this number.
    "bytes of a template": Limit(
        1_000_000, f"{_DOCS}AWSCloudFormation/latest/UserGuide/cloudformation-limits.html"
    ),
    "bytes of a template's description": Limit(
        1024, f"{_DOCS}AWSCloudFormation/latest/UserGuide/cloudformation-limits.html"
    ),
    "IOPS of each gp3 volume": Limit(
        3000, _EBS, ("fleet.volume_iops.minimum", "fleet.volumes.iops.minimum")
    ),
    "IOPS of a gp3 volume": Limit(
        80000, _EBS, ("fleet.volume_iops.maximum", "fleet.volumes.iops.maximum")
    ),
    "IOPS for each GiB of a gp3 volume": Limit(500, _EBS),
    "IOPS for each MiB/s of a gp3 volume": Limit(4, _EBS),
    "MiB/s of each gp3 volume": Limit(
        125, _EBS, ("fleet.volume_throughput.minimum", "fleet.volumes.throughput.minimum")
    ),
    "MiB/s of a gp3 volume": Limit(
        2000, _EBS, ("fleet.volume_throughput.maximum", "fleet.volumes.throughput.maximum")
    ),
    "GiB of a gp3 volume": Limit(65536, _EBS, ("fleet.volumes.size.maximum",)),
    "GiB of the Amazon Linux 2023 image": Limit(
        8, f"{_DOCS}linux/al2023/ug/ec2.html", ("fleet.volume_size.minimum",)
    ),
    "seconds of the idle timeout": Limit(4000, _BALANCER, ("alb.idle_timeout.maximum",)),
    "seconds of the least client keep-alive": Limit(
        60, _BALANCER, ("alb.client_keep_alive.minimum",)
    ),
    "seconds of the client keep-alive": Limit(
        604800, _BALANCER, ("alb.client_keep_alive.maximum",)
    ),
    "seconds of the deregistration delay": Limit(
        3600, _TARGETS, ("alb.deregistration_delay.maximum",)
    ),
    "seconds of the least slow start": Limit(30, _TARGETS),
    "seconds of the slow start": Limit(900, _TARGETS, ("alb.slow_start.maximum",)),
    "seconds of stickiness": Limit(604800, _TARGETS, ("alb.sticky_seconds.maximum",)),
    "seconds between health checks": Limit(300, _CHECKS, ("alb.health_check.interval.maximum",)),
    "seconds of a health check": Limit(120, _CHECKS, ("alb.health_check.timeout.maximum",)),
    "minutes of a mute rule": Limit(
        21600,
        f"{_DOCS}AmazonCloudWatch/latest/APIReference/API_Schedule.html",
        ("alerts.mute.minutes.maximum",),
    ),
    "days of an instance's lifetime": Limit(
        365,
        f"{_DOCS}autoscaling/ec2/userguide/asg-max-instance-lifetime.html",
        ("fleet.max_lifetime_days.maximum",),
    ),
    "hops of the instance metadata service": Limit(
        64,
        f"{_DOCS}AWSEC2/latest/APIReference/API_InstanceMetadataOptionsRequest.html",
        ("fleet.metadata_hop_limit.maximum",),
    ),
    "seconds of a lifecycle hook": Limit(
        7200,
        f"{_DOCS}autoscaling/ec2/APIReference/API_PutLifecycleHook.html",
        ("fleet.hooks.timeout.maximum",),
    ),
    "target groups of an Auto Scaling group": Limit(
        50, f"{_DOCS}autoscaling/ec2/userguide/ec2-auto-scaling-quotas.html"
    ),
    "managed policies of a role": Limit(
        10,
        f"{_DOCS}IAM/latest/UserGuide/reference_iam-quotas.html",
        ("access.managed_policies.maxItems",),
    ),
    "characters of a role's inline policies": Limit(
        10240, f"{_DOCS}IAM/latest/UserGuide/reference_iam-quotas.html"
    ),
    "certificates of a load balancer beside the default": Limit(
        25, _ELB, ("alb.https.more_certificates.maxItems",)
    ),
}

# Zones that an account sees in a region; every other region has three, and us-west-1 two.
# https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
_THREE = 3
_ZONES = {
    "ap-northeast-1": 4, "ap-northeast-2": 4, "ca-central-1": 4,
    "us-east-1": 6, "us-west-1": 2, "us-west-2": 4,
}  # fmt: skip


def limit(name: str) -> int:
    """Return the number of a limit."""
    return LIMITS[name].value


def zones(region: str) -> int:
    """Return the number of Availability Zones that an account sees in a region."""
    return _ZONES.get(region, _THREE)
