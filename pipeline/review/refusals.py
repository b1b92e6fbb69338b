"""What CloudFormation or the service behind it will refuse, and what blocks an update."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pipeline.review.canonical import canonical
from pipeline.review.collisions import collisions, taken
from pipeline.review.database_refusals import smaller_databases, used_subnets
from pipeline.review.effects import Effect
from pipeline.review.processor_change import same_image
from pipeline.review.records import ADDED
from pipeline.review.references import references
from pipeline.review.schedule_consequences import refused_sizes
from pipeline.review.update import Note, Update, hedged, replaces
from pipeline.review.update_behaviours import ANOTHER_VPC
from pipeline.review.wording import shown

_LISTENER = "AWS::ElasticLoadBalancingV2::Listener"
_BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"
_TARGET_GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup"
_RULES_A_GROUP = 60
# What belongs to one resource at a time: the properties that name it, the last one in words.
_EXCLUSIVE = {
    "AWS::EC2::NatGateway": (("AllocationId",), "the Elastic IP address"),
    "AWS::EC2::Subnet": (("VpcId", "CidrBlock"), "the range"),
    "AWS::EC2::VPCGatewayAttachment": (("InternetGatewayId",), "the Internet gateway"),
}
# The names that a template can give; a resource with a name cannot be replaced under it.
_NAMES = (
    "AlarmName", "AutoScalingGroupName", "BucketName", "ConfigurationName", "DashboardName",
    "FilterName", "GroupName", "InstanceProfileName", "LaunchTemplateName", "LogGroupName",
    "Name", "RoleName", "TopicName",
)  # fmt: skip
_NOT_NAMED = ("AWS::Route53::RecordSet", "AWS::Logs::QueryDefinition", "AWS::Logs::MetricFilter")


def refusals(update: Update) -> list[Note]:
    """Return why an update will fail or may be blocked, each at its resource."""
    return hedged(update, [note for rule in _RULES for note in rule(update)])


def _refused(update: Update) -> Iterator[Note]:
    for change in update.changes:
        for each in change.properties:
            if each.effect is Effect.REFUSED:
                yield Note(change.name, f"{each.label}: {each.reason}")


def _two_balancers(update: Update) -> Iterator[Note]:
    stays = update.before.get("Resources", {}).keys() - update.replaced
    for change in update.of_type(_LISTENER):
        if not replaces(change) or not any(
            each.path[1:2] == ("LoadBalancerArn",) for each in change.properties
        ):
            continue
        for _, target, _ in references(canonical(update.new(change.name))):
            resource = update.after["Resources"].get(target, {})
            if resource.get("Type") == _TARGET_GROUP and target in stays:
                text = (
                    "would belong to the old and the new load balancer at once, and a target group "
                    "belongs to one: rename it in the template, too, so that it is replaced"
                )
                yield Note(target, text)


def _another_vpc(update: Update) -> Iterator[Note]:
    """Yield the load balancers that stay while their target groups move to another VPC.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html
    """
    moved = any(
        each.path[1:] == ("VpcId",)
        for change in update.of_type(_TARGET_GROUP)
        for each in change.properties
    )
    for change in update.of_type(_BALANCER):
        if moved and not change.kind and not replaces(change):
            yield Note(change.name, ANOTHER_VPC)


def _exports(update: Update) -> Iterator[Note]:
    old, new = (_exported(each) for each in (update.before, update.after))
    for name, (output, value) in old.items():
        if name not in new:
            text = f"export {name} goes: refused while another stack imports it"
            yield Note(output, text)
        elif new[name][1] != value or _moves(update, value):
            yield Note(output, f"export {name} changes: refused while another stack imports it")


def _moves(update: Update, value: Any) -> bool:
    return any(each.target in update.replaced for each in references(value))


def _exported(data: dict[str, Any]) -> dict[str, tuple[str, Any]]:
    found = {}
    for output, each in data.get("Outputs", {}).items():
        if "Export" in each:
            name = shown(canonical(each["Export"].get("Name", "")))
            found[name] = (output, canonical(each.get("Value")))
    return found


def _fixed_names(update: Update) -> Iterator[Note]:
    for change in update.changes:
        if change.type in _NOT_NAMED:
            continue
        old, new = update.old(change.name), update.new(change.name)
        changed = {each.path[:2] for each in change.properties}  # by a condition or reference, too
        for key in _NAMES:
            same = key in new and canonical(new[key]) == canonical(old.get(key))
            if replaces(change) and same and ("Properties", key) not in changed:
                name = shown(canonical(new[key]))
                text = (
                    f"a resource with the fixed name {name} cannot be replaced: change {key}, too"
                )
                yield Note(change.name, text)
            elif change.kind == ADDED and isinstance(new.get(key), str):
                text = (
                    f"the fixed name {new[key]} collides with a resource that was retained under it"
                )
                yield Note(change.name, text)


def _exclusive(update: Update) -> Iterator[Note]:
    """Yield new resources for which the old ones, deleted only afterwards, hold what they need.

    https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html
    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnet.html
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttachInternetGateway.html
    """
    for change in update.changes:
        keys, what = _EXCLUSIVE.get(change.type, ((), ""))
        old, new = (
            [canonical(each(change.name).get(key, "")) for key in keys]
            for each in (update.old, update.new)
        )
        if replaces(change) and all(new) and old == new and keys and not _moves(update, new):
            text = f"created before the old one is deleted, which still has {what} {shown(new[-1])}"
            yield Note(change.name, text)


def _limits(update: Update) -> Iterator[Note]:
    for change in update.of_type("AWS::EC2::SecurityGroup"):
        for direction in ("Ingress", "Egress"):
            count = len(update.new(change.name).get(f"SecurityGroup{direction}", []))
            if count > _RULES_A_GROUP:
                text = (
                    f"{count} {direction.lower()} rules; the quota is {_RULES_A_GROUP} by default"
                )
                yield Note(change.name, text)


_RULES: tuple[Callable[[Update], Iterator[Note]], ...] = (
    _refused, _another_vpc, _two_balancers, _exports, _fixed_names, collisions, taken, _exclusive,
    same_image, smaller_databases, used_subnets, refused_sizes, _limits,
)  # fmt: skip
