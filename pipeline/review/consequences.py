"""What follows from a change, for those who use the stack and those who run it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.review.canonical import canonical
from pipeline.review.deployment import plans
from pipeline.review.differences import MISSING
from pipeline.review.effects import Effect
from pipeline.review.fleet import read_fleet
from pipeline.review.records import ADDED, REMOVED
from pipeline.review.references import references
from pipeline.review.update import Note, Update, attribute, ends, hedged, is_new, replaces
from pipeline.review.update_behaviours import GROUP
from pipeline.review.wording import duration, shown

_BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"
_LISTENER = "AWS::ElasticLoadBalancingV2::Listener"
_RULE_LISTS = {"SecurityGroupIngress", "SecurityGroupEgress"}
_KEEPS = ("Retain", "RetainExceptOnCreate", "Snapshot")
_WITH_DATA = {
    "AWS::Logs::LogGroup": "its log events",
    "AWS::S3::Bucket": "its objects",
    "AWS::KMS::Key": "access to everything that is encrypted with it",
}


def consequences(update: Update) -> list[Note]:
    """Return what follows from an update, in the order of what to look at first."""
    return hedged(update, [note for rule in _RULES for note in rule(update)])


def _targets(update: Update) -> Iterator[Note]:
    for change in update.of_type("AWS::ElasticLoadBalancingV2::TargetGroup"):
        if not replaces(change):
            continue
        listeners = _referring(update, _LISTENER, change.name)
        before = [
            listener
            for group in _referring(update, GROUP, change.name)
            for listener in listeners
            if listener in _dependencies(update, group)
        ]
        text = "the new target group is empty until instances are registered and healthy in it"
        if before:
            forwarding = ", ".join(dict.fromkeys(before))
            text += (
                f"; {forwarding} forwards to it before that: every request fails with 503 meanwhile"
            )
        yield Note(change.name, text)


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


def _names(update: Update) -> Iterator[Note]:
    for change in update.of_type(_BALANCER):
        if replaces(change):
            text = (
                "a new DNS name and new addresses; records outside this stack that point to the "
                "old name must be changed, and connections to it end"
            )
            yield Note(change.name, text)
        if ends(change) and _protected(update, change.name):
            text = (
                "deletion protection is on in the stack as it is: the old load balancer cannot be "
                "deleted; switch it off in an update of its own first"
            )
            yield Note(change.name, text)


def _protected(update: Update, name: str) -> bool:
    key = "deletion_protection.enabled"
    return attribute(update.old(name), "LoadBalancerAttributes", key) == "true"


def _mails(update: Update) -> Iterator[Note]:
    for change in update.of_type("AWS::SNS::Subscription"):
        properties = update.new(change.name)
        if is_new(change) and properties.get("Protocol") in ("email", "email-json"):
            receiver = shown(canonical(properties.get("Endpoint", "")))
            text = f"SNS asks {receiver} for confirmation; until then no alarm arrives there"
            yield Note(change.name, text)
        elif ends(change) and change.kind == REMOVED:
            receiver = shown(canonical(update.old(change.name).get("Endpoint", "")))
            yield Note(change.name, f"alarms no longer reach {receiver}")


def _logs(update: Update) -> Iterator[Note]:
    for change in update.of_type("AWS::Logs::LogGroup"):
        if replaces(change):
            yield Note(
                change.name, "the new log group is empty; queries and filters see new events only"
            )


def _remains(update: Update) -> Iterator[Note]:
    for change in update.changes:
        if not ends(change):
            continue
        resource = update.before["Resources"][change.name]
        policy = "DeletionPolicy" if change.kind == REMOVED else "UpdateReplacePolicy"
        source = update.before if change.kind == REMOVED else update.after
        kept = source["Resources"].get(change.name, resource).get(policy, "Delete") in _KEEPS
        data = _WITH_DATA.get(change.type)
        if kept:
            text = "stays in the account, outside the stack, and goes on costing"
            yield Note(change.name, f"the old resource {text}")
        elif data:
            yield Note(change.name, f"the old resource is deleted with {data}")


def _capacity(update: Update) -> Iterator[Note]:
    for change in update.of_type(GROUP):
        fleet = read_fleet(update.after)
        if fleet is None or change.kind or change.effect < Effect.ROLL:
            continue
        found = plans(fleet)
        low, high = found[0], found[-1]
        worst = min(found, key=lambda each: (each.percent, each.capacity))
        times = f"{duration(low.shortest)} to {duration(high.longest)}"
        text = (
            f"instances are replaced ({low.strategy}), {times}; with {low.capacity} instances "
            f"at least {low.lowest} serve, with {high.capacity} at least {high.lowest}; "
            f"the lowest share is {worst.percent} percent, with {worst.capacity}"
        )
        yield Note(change.name, text)
        if change.effect is Effect.REPLACE:
            yield Note(
                change.name, "a new group name: metrics, alarms and logs by group begin anew"
            )


def _sizes(update: Update) -> Iterator[Note]:
    before, after = read_fleet(update.before), read_fleet(update.after)
    if before is None or after is None:
        return
    if after.low > before.low:
        yield Note(after.name, f"grows to {after.low} instances at once, where it is smaller")
    if after.high < before.high:
        yield Note(after.name, f"shrinks to {after.high} instances at once, where it is larger")


def _policies(update: Update) -> Iterator[Note]:
    for change in update.of_type(GROUP):
        if any(each.path[0] == "UpdatePolicy" for each in change.properties):
            text = (
                "a rollback of this update follows the previous update policy: deploy the changed "
                "policy alone first"
            )
            yield Note(change.name, text)


def _certificates(update: Update) -> Iterator[Note]:
    for change in update.of_type("AWS::CertificateManager::Certificate"):
        if is_new(change):
            yield Note(change.name, "the update waits until the certificate is issued")


def _openings(update: Update) -> Iterator[Note]:
    for change in update.of_type("AWS::EC2::SecurityGroup"):
        rules = [each for each in change.properties if _RULE_LISTS & {*each.path}]
        if any(MISSING not in (each.before, each.after) for each in rules):
            text = "CloudFormation removes a changed rule before it adds the new one"
            yield Note(change.name, f"{text}: traffic that it allows is dropped for a moment")


def _protections(update: Update) -> Iterator[Note]:
    for change in update.changes:
        old, new = update.before.get("Resources", {}), update.after.get("Resources", {})
        if change.kind in (ADDED, REMOVED):
            continue
        resources = (each.get(change.name, {}) for each in (old, new))
        before, after = (each.get("DeletionPolicy", "Delete") for each in resources)
        if before in _KEEPS and after not in _KEEPS:
            yield Note(change.name, "is deleted with the stack from now on")


_RULES: tuple[Callable[[Update], Iterator[Note]], ...] = (
    _targets, _names, _capacity, _sizes, _mails, _logs, _certificates, _policies, _remains,
    _openings, _protections,
)  # fmt: skip
