"""What a stack is billed for, by kind and count; no prices, which differ by region and change."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.review.fleet import read_fleet
from pipeline.review.sheet.stack import Stack
from pipeline.review.wording import plural

_PER_RESOURCE = {
    "AWS::ElasticLoadBalancingV2::LoadBalancer": (
        "load balancer",
        "hour, and load balancer capacity units",
    ),
    "AWS::EC2::NatGateway": ("NAT gateway", "hour, and GB processed"),
    "AWS::EC2::EIP": ("public IPv4 address", "hour"),
    "AWS::KMS::Key": ("KMS key", "month, and requests beyond the free ones"),
    "AWS::CloudWatch::CompositeAlarm": ("composite alarm", "month"),
    "AWS::CloudWatch::Dashboard": ("dashboard", "month, beyond the free ones"),
    "AWS::WAFv2::WebACL": ("web ACL", "month, its rules and requests"),
    "AWS::S3::Bucket": ("bucket", "GB stored a month, and requests"),
    "AWS::Logs::LogGroup": ("log group", "GB taken in, and GB stored a month"),
    "AWS::Logs::MetricFilter": ("metric of a log filter", "month"),
    "AWS::SNS::Topic": ("topic", "notification"),
    "AWS::Route53::RecordSet": ("DNS record", "query; alias records to load balancers are free"),
}


class Cost(NamedTuple):
    """A kind of thing that is billed, how many of it, and by what."""

    kind: str
    how_many: str
    billed: str


def costs(stack: Stack) -> list[Cost]:
    """Return what is billed, instances first."""
    found = _instances(stack)
    for type_, (kind, billed) in _PER_RESOURCE.items():
        count = sum(1 for _ in stack.of_type(type_))
        if count:
            found.append(Cost(kind, str(count), billed))
    endpoints = [each.get("VpcEndpointType") for _, each in stack.of_type("AWS::EC2::VPCEndpoint")]
    if count := endpoints.count("Interface"):
        found.append(Cost("VPC endpoint", str(count), "hour in each zone, and GB processed"))
    alarms = [each for _, each in stack.of_type("AWS::CloudWatch::Alarm")]
    metrics = sum(
        max(sum("MetricStat" in metric for metric in each.get("Metrics", [])), 1) for each in alarms
    )
    if alarms:
        found.append(
            Cost("alarm", str(len(alarms)), f"month and metric; {metrics} metrics in them")
        )
    return found


def _instances(stack: Stack) -> list[Cost]:
    fleet = read_fleet(stack.data)
    found = []
    for _, properties in stack.of_type("AWS::EC2::LaunchTemplate"):
        data = properties.get("LaunchTemplateData", {})
        size = f"{fleet.low} to {fleet.high}" if fleet else "as many as run"
        kind = f"instance, {stack.words(data.get('InstanceType', 'type open'))}"
        found.append(Cost(kind, size, "second; more during a deployment"))
        for device in data.get("BlockDeviceMappings", []):
            volume = device.get("Ebs", {})
            words = [stack.words(volume.get(key, "")) for key in ("VolumeSize", "VolumeType")]
            capacity = f"{words[0]} GiB" if words[0] else "as large as the image"
            kind = f"volume, {capacity}, {words[1]}"
            found.append(Cost(kind, size, "GiB a month, one an instance"))
        if stack.words(data.get("Monitoring", {}).get("Enabled", "")) == "true":
            found.append(Cost("detailed monitoring", size, "metrics of each instance a month"))
    for name, properties in stack.of_type("AWS::AutoScaling::WarmPool"):
        count = plural(stack.number(properties.get("MinSize")), "stopped instance")
        found.append(Cost(f"warm pool {name}", count, "volumes, while stopped"))
    return found
