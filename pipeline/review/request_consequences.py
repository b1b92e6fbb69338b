"""What follows from a change for those who use the stack: their requests and its addresses."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.review.attributes import attribute
from pipeline.review.canonical import MISSING, canonical
from pipeline.review.left_zones import left_zones, subnets
from pipeline.review.port_change import changed_ports
from pipeline.review.records import ADDED, REMOVED, ResourceChange
from pipeline.review.references import references
from pipeline.review.update import Note, Update, ends, is_new, replaces
from pipeline.review.update_behaviours import GROUP

_BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"
_LISTENER = "AWS::ElasticLoadBalancingV2::Listener"
_TARGET_GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup"
_RULE_LISTS = {"SecurityGroupIngress", "SecurityGroupEgress"}


def target_groups(update: Update) -> Iterator[Note]:
    """Yield the target groups that are new, and so empty, while listeners forward to them."""
    for change in update.of_type(_TARGET_GROUP):
        listeners = _referring(update, _LISTENER, change.name)
        if not replaces(change) and not _takes_over(update, change):
            continue
        before = [
            listener
            for group in _referring(update, GROUP, change.name)
            for listener in listeners
            if listener in _dependencies(update, group)
        ]
        text = "the new target group is empty until instances are registered and healthy in it"
        sides = (update.before["Resources"], update.after["Resources"])
        if all("MaintenanceListenerRule" in each for each in sides):
            text += "; the maintenance answer is sent meanwhile"
        elif before:
            forwarding = ", ".join(dict.fromkeys(before))
            text += f"; {forwarding} forwards to it before that: every request fails with 503"
            text += " meanwhile"
        yield Note(change.name, text, interrupts=True)


def _takes_over(update: Update, change: ResourceChange) -> bool:
    """Whether a target group comes in place of one that goes, for instances that are there."""
    if change.kind != ADDED or all(each.kind != REMOVED for each in update.of_type(_TARGET_GROUP)):
        return False
    groups = _referring(update, GROUP, change.name)
    return any(name in update.before["Resources"] for name in groups)


def refused_ports(update: Update) -> Iterator[Note]:
    """Yield the new ports that are not written to the output; see `port_change.py`."""
    old, new = (each.get("Resources", {}) for each in (update.before, update.after))
    for name, _, _ in changed_ports(old, new):
        if name not in update.replaced:  # the same port, written otherwise
            continue
        text = "render.py refuses the new port unless alb.maintenance is on in the stack and in the"
        yield Note(name, f"{text} config: docs/deploying.md")


def _referring(update: Update, type_: str, target: str) -> list[str]:
    """Return the resources of a type that refer to another one."""
    found = update.after.get("Resources", {}).items()
    return [
        name
        for name, each in found
        if each.get("Type") == type_
        and any(link.target == target for link in references(canonical(each.get("Properties", {}))))
    ]


def _dependencies(update: Update, name: str) -> list[str]:
    names = update.after["Resources"][name].get("DependsOn", [])
    return names if isinstance(names, list) else [names]


def dns_names(update: Update) -> Iterator[Note]:
    """Yield the load balancers whose names and addresses change."""
    for change in update.of_type(_BALANCER):
        if replaces(change):
            text = (
                "a new DNS name and new addresses; records outside this stack that point to the "
                "old name must be changed, and connections to it end"
            )
            yield Note(change.name, text, interrupts=True)
        if ends(change) and _protected(update, change.name):
            text = (
                "deletion protection is on in the stack as it is: the old load balancer cannot be "
                "deleted; switch it off in an update of its own first"
            )
            yield Note(change.name, text)


def left_subnets(update: Update) -> Iterator[Note]:
    """Yield the load balancers that leave subnets, and with them addresses and zones.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-subnets.html
    """
    zones = left_zones(update)
    for change in update.of_type(_BALANCER):
        if change.kind or replaces(change):
            continue
        before, after = (subnets(each(change.name), "Subnets") for each in (update.old, update.new))
        if lost := [each for each in before if each not in after]:
            text = f"leaves {', '.join(lost)}: its addresses there go, and "
            if zones:
                text += (
                    f"instances there, in {zones.left} of {zones.all} zones, get no requests until "
                    "they are replaced: raise fleet.min_size in an update before"
                )
            else:
                text += "targets in an Availability Zone without a subnet get no requests"
            yield Note(change.name, text, interrupts=bool(zones))


def _protected(update: Update, name: str) -> bool:
    key = "deletion_protection.enabled"
    return attribute(update.old(name), "LoadBalancerAttributes", key) == "true"


def certificates(update: Update) -> Iterator[Note]:
    """Yield the certificates that have to be issued before the update goes on."""
    for change in update.of_type("AWS::CertificateManager::Certificate"):
        if is_new(change):
            yield Note(change.name, "the update waits until the certificate is issued")


def openings(update: Update) -> Iterator[Note]:
    """Yield the security groups whose changed rules are missing for a moment."""
    for change in update.of_type("AWS::EC2::SecurityGroup"):
        rules = [each for each in change.properties if _RULE_LISTS & {*each.path}]
        if any(MISSING not in (each.before, each.after) for each in rules):
            text = "CloudFormation removes a changed rule before it adds the new one"
            text += ": traffic that it allows is dropped for a moment"
            yield Note(change.name, text, interrupts=True)
