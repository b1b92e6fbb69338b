"""What a stack is billed for, by kind and count; no prices, which differ by region and change."""

from typing import NamedTuple

from pipeline.instance_types import is_unlimited_by_default
from pipeline.review.fleet import read_fleet
from pipeline.review.sheet.other_types import others
from pipeline.review.sheet.spot import spot_share
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
    "AWS::CloudWatch::LogAlarm": ("log alarm", "month, and GB that its query reads"),
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
    found = [*_instances(stack), *_addresses(stack)]
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
    return [*found, *_tracking_alarms(stack), *_agent_metrics(stack), *_others(stack)]


def _others(stack: Stack) -> list[Cost]:
    billed = "not known here: see the prices of the service"
    return [
        Cost(f"{type_}: {', '.join(names)}", str(len(names)), billed)
        for type_, names in others(stack).items()
    ]


def _addresses(stack: Stack) -> list[Cost]:
    """Return the public IPv4 addresses that are no resource: AWS bills each by the hour."""
    found = []
    for _, properties in stack.of_type("AWS::ElasticLoadBalancingV2::LoadBalancer"):
        if stack.words(properties.get("Scheme", "internet-facing")) == "internet-facing":
            zones = properties.get("Subnets", properties.get("SubnetMappings", []))
            least = f"at least {len(zones)}" if isinstance(zones, list) else "one a zone at least"
            kind = "public IPv4 address of the load balancer"
            found.append(Cost(kind, least, "hour; one a zone, more when it grows"))
    fleet = read_fleet(stack.data)
    for _, properties in stack.of_type("AWS::EC2::LaunchTemplate"):
        interfaces = properties.get("LaunchTemplateData", {}).get("NetworkInterfaces", [])
        public = [each.get("AssociatePublicIpAddress", False) for each in interfaces]
        if any(stack.words(each).lower() == "true" for each in public):
            size = f"{fleet.low} to {fleet.high}" if fleet else "as many as run"
            found.append(Cost("public IPv4 address of an instance", size, "hour"))
    return found


def _tracking_alarms(stack: Stack) -> list[Cost]:
    """Return the alarms that target tracking makes by itself, one to scale out and one to scale in.

    https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html
    """
    policies = [each for _, each in stack.of_type("AWS::AutoScaling::ScalingPolicy")]
    tracking = [each for each in policies if each.get("PolicyType") == "TargetTrackingScaling"]
    kind = "alarm that target tracking makes"
    return [Cost(kind, f"{2 * len(tracking)}", "month and metric")] if tracking else []


def _agent_metrics(stack: Stack) -> list[Cost]:
    """Return the custom metrics that the CloudWatch agent of the instances sends.

    One over all instances, and one for each set of dimensions, of which an instance's id is one if
    the config asks for it.
    """
    measured = stack.rendering.values.get("agent_metrics") or {}
    processes = len(measured.get("procstat", []))
    memory, disks = "mem" in measured, len(measured.get("disk", {}).get("resources", []))
    whole = memory + bool(disks) + 2 * bool(processes)  # of a process CPU and memory
    kind, billed = "custom metric of the CloudWatch agent", "month; the same for any number"
    if not whole:
        return []
    if not stack.settings.get("metrics", {}).get("per_instance"):
        return [Cost(kind, str(whole + disks + 2 * processes), f"{billed} of instances")]
    each = memory + disks + 2 * processes
    return [
        Cost(kind, str(whole), f"{billed} of instances"),
        Cost("custom metric of an instance", f"{each} for each instance", "month, by the hour"),
    ]


def _instances(stack: Stack) -> list[Cost]:
    fleet = read_fleet(stack.data)
    found = []
    for _, properties in stack.of_type("AWS::EC2::LaunchTemplate"):
        data = properties.get("LaunchTemplateData", {})
        size = f"{fleet.low} to {fleet.high}" if fleet else "as many as run"
        type_ = stack.words(data.get("InstanceType", "type open"))
        bursts = "; bursts beyond its CPU credits" if is_unlimited_by_default(type_) else ""
        spot = f"; {share}" if (share := spot_share(stack)) else ""
        billed = f"second; more during a deployment{bursts}{spot}"
        found.append(Cost(f"instance, {type_}", size, billed))
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
