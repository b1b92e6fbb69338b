"""What is to be said of metrics: names that mislead, and what no data means."""

from __future__ import annotations

# Namespaces that people write and no service publishes to.
WRONG_NAMESPACES = {
    "AWS/ALB": "AWS/ApplicationELB",
    "AWS/ELBv2": "AWS/ApplicationELB",
    "AWS/ELBV2": "AWS/ApplicationELB",
    "AWS/ElasticLoadBalancing": "AWS/ApplicationELB",
    "AWS/ElasticLoadBalancingV2": "AWS/ApplicationELB",
    "AWS/ApplicationElb": "AWS/ApplicationELB",
    "AWS/ApplicationLoadBalancer": "AWS/ApplicationELB",
    "AWS/NLB": "AWS/NetworkELB",
    "AWS/ASG": "AWS/AutoScaling",
    "AWS/Autoscaling": "AWS/AutoScaling",
    "AWS/AutoScalingGroup": "AWS/AutoScaling",
    "AWS/Ec2": "AWS/EC2",
    "AWS/WAF2": "AWS/WAFV2",
    "AWS/WAFv2": "AWS/WAFV2",
    "AWS/CWAgent": "CWAgent",
    "CloudWatchAgent": "CWAgent",
    "cwagent": "CWAgent",
}

# What each dimension must be filled with: the type it belongs to, and how it is referred to.
FILLED_BY = {
    "LoadBalancer": ("AWS::ElasticLoadBalancingV2::LoadBalancer", "LoadBalancerFullName"),
    "TargetGroup": ("AWS::ElasticLoadBalancingV2::TargetGroup", "TargetGroupFullName"),
    "AutoScalingGroupName": ("AWS::AutoScaling::AutoScalingGroup", ""),
    "InstanceId": ("AWS::EC2::Instance", ""),
    "TopicName": ("AWS::SNS::Topic", "TopicName"),
    "LoadBalancerName": ("AWS::ElasticLoadBalancing::LoadBalancer", ""),
}
_SPARSE = (
    "HTTPCode_",
    "TargetConnectionErrorCount",
    "TargetTLSNegotiationErrorCount",
    "ClientTLSNegotiationErrorCount",
    "RejectedConnectionCount",
    "TargetResponseTime",
    "Latency",
    "ELBAuth",
    "NumberOfNotificationsFailed",
    "HTTP_Redirect_Url",
    "LambdaUserError",
    "LambdaInternalError",
    "BackendConnectionErrors",
    "SpilloverCount",
)
_HEALTHY = ("HealthyHostCount", "GroupInServiceInstances", "GroupInServiceCapacity")


def is_sparse(metric: str) -> bool:
    """It has data only when something goes wrong."""
    return metric.startswith(_SPARSE)


def is_count_of_healthy(metric: str) -> bool:
    """Its data end when all is lost."""
    return metric in _HEALTHY


def is_of_agent(metric: str) -> bool:
    """The CloudWatch agent gives its metrics such names, in any namespace."""
    return metric.startswith(
        ("mem_", "disk_", "swap_", "cpu_usage_", "diskio_", "netstat_", "procstat_")
    )
