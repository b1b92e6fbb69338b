"""What changing the stack's properties would do: the answer to 'and if I change this?'."""

from typing import Any, NamedTuple

from pipeline.review.causes import Causes
from pipeline.review.deciding import Deciding, in_sections
from pipeline.review.deployment import plan
from pipeline.review.effects import Effect, outcome
from pipeline.review.fleet import read_fleet
from pipeline.review.registry import resource_schema
from pipeline.review.sheet.other_types import others
from pipeline.review.sheet.stack import Stack
from pipeline.review.stores import STORES
from pipeline.review.update_behaviours import ANOTHER_VPC, GROUP, LAUNCH_TEMPLATE, PROPERTIES

_TARGET_GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup"
_BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"
_SUBNET = "AWS::EC2::Subnet"
# The types whose replacement has consequences outside the template, and which.
_CONSEQUENCES = {
    _BALANCER: (
        "an outage until instances are healthy behind it; a new DNS name and addresses, new "
        "listeners and target group; the old one stays with alb.deletion_protection"
    ),
    _TARGET_GROUP: (
        f"an outage: 503 until instances are healthy in the new one; VpcId: {ANOTHER_VPC}"
    ),
    "AWS::EC2::SecurityGroup": f"a new group, exchanged in place; VpcId: {ANOTHER_VPC}",
    "AWS::Logs::LogGroup": "an empty log group; then the fleet is rolled",
    "AWS::SNS::Subscription": (
        "the old address gets nothing more, the new one nothing until it confirms"
    ),
    "AWS::KMS::Key": "refused",
    "AWS::EC2::VPC": "a new network, and all that is in it",
    _SUBNET: "a new subnet, and what is in it",
    **{
        type_: f"a new, empty {store}: move the data before the deployment"
        for type_, store in STORES.items()
    },
}
# What subnets are derived from is the whole section; of it these replace a subnet that stays.
# Another number of zones adds and removes subnets, another scheme only uses others.
_OF_SUBNETS = {
    "network": ("network.vpc", "network.create.cidr"),
    "network.zones": (),
    "alb.scheme": (),
}
_LONG_CELL = 150  # characters
# Another VPC is refused, since a load balancer stays in its own.
_NO_OUTAGE = {"VpcId"}


class ChangeRow(NamedTuple):
    """Properties of a resource, the settings behind them, and what their change does and means."""

    properties: str
    settings: list[str]
    effect: str
    means: str


def change_rows(stack: Stack, causes: Causes) -> list[ChangeRow]:
    """Return which changes replace resources with such consequences, or roll the fleet."""
    deciding = Deciding(stack.rendering, causes)
    found = _rolling(stack, deciding, causes)
    for name, resource in stack.resources.items():
        type_ = str(resource.get("Type"))
        if type_ not in _CONSEQUENCES:
            continue
        interrupted = f"the {STORES.get(type_, 'resource')} is not available during the change"
        means = {Effect.REPLACE: _CONSEQUENCES[type_], Effect.INTERRUPTION: interrupted}
        effects = _effects(stack, resource)
        for effect, words in means.items():
            if keys := [key for key, each in effects.items() if each is effect]:
                settings = _of_type(type_, deciding.properties(name, keys))
                what = f"{name}: {', '.join(keys)}"
                found.append(ChangeRow(what, settings, effect.words, words))
    return found


def unknown(stack: Stack) -> list[str]:
    """Return the resources whose types the sheet does not know, and does not speak of here."""
    types = others(stack).items()
    return [name for type_, names in types if type_ not in _CONSEQUENCES for name in names]


def _of_type(type_: str, settings: list[str]) -> list[str]:
    if type_ != _SUBNET:
        return settings
    narrow = [part for each in settings for part in _OF_SUBNETS.get(each, (each,))]
    return list(dict.fromkeys(narrow))


def _effects(stack: Stack, resource: dict[str, Any]) -> dict[str, Effect]:
    """Return what a change of each property of a resource does to it."""
    type_ = str(resource["Type"])
    schema = resource_schema(type_, stack.rendering.regions[0])
    return {
        key: outcome(type_, ("Properties", key), schema, resource).effect
        for key in resource.get("Properties", {})
    }


def _rolling(stack: Stack, deciding: Deciding, causes: Causes) -> list[ChangeRow]:
    fleet = read_fleet(stack.data)
    templates = [name for name, _ in stack.of_type(LAUNCH_TEMPLATE)]
    groups = [(name, stack.resources[name]) for name, _ in stack.of_type(GROUP)]
    found = []
    for name, group in groups:
        effect = outcome(GROUP, ("Properties", "LaunchTemplate"), {}, group).effect.words
        strategy = plan(fleet, fleet.low).strategy if fleet else "as the update policy says"
        means = f"every instance is replaced ({strategy})"
        for template in templates:
            rows = deciding.resource(template)
            found.append(ChangeRow(f"{template}: anything", rows, effect, means))
        for key, rule in PROPERTIES[GROUP].items():
            if rule.effect != "ROLL" or key not in group.get("Properties", {}):
                continue
            around = causes.asked(("Resources", name, "Properties", key))
            rows = list(dict.fromkeys([*around, *deciding.properties(name, [key])]))
            found.append(ChangeRow(f"{name}: {key}", rows, effect, means))
    return found


def change_cells(row: ChangeRow) -> tuple[str, ...]:
    """Return a row's cells; settings that are too many for a cell are listed below the table."""
    words = f"{len(row.settings)} settings, listed below" if _is_long(row) else _settings(row)
    return (row.properties, words, row.effect, row.means)


def long_rows(rows: list[ChangeRow]) -> list[tuple[str, list[str]]]:
    """Return what is listed below the table: the properties, and their settings by section."""
    return [(row.properties, in_sections(row.settings)) for row in rows if _is_long(row)]


def _is_long(row: ChangeRow) -> bool:
    return len(_settings(row)) > _LONG_CELL


def _settings(row: ChangeRow) -> str:
    return "; ".join(in_sections(row.settings))


def in_several_rows(rows: list[ChangeRow]) -> list[str]:
    """Return the settings whose change does what more than one row says."""
    names = [name for row in rows for name in row.settings]
    return [name for name in dict.fromkeys(names) if names.count(name) > 1]


def outage_settings(stack: Stack, causes: Causes) -> list[str]:
    """Return the settings whose change replaces a target group, or a load balancer with its own."""
    deciding = Deciding(stack.rendering, causes)
    found = []
    for name, _ in [*stack.of_type(_BALANCER), *stack.of_type(_TARGET_GROUP)]:
        effects = _effects(stack, stack.resources[name])
        replacing = [key for key, effect in effects.items() if effect is Effect.REPLACE]
        keys = [key for key in replacing if key not in _NO_OUTAGE]
        found += deciding.properties(name, keys)
    return list(dict.fromkeys(found))
