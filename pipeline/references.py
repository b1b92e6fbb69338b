"""CloudFormation references whose form depends on where a resource comes from."""

from __future__ import annotations

from typing import Any

ZONES = "ABCDEF"

Values = dict[str, Any]


def network(settings: Values, scheme: str) -> Values:
    """Return `vpc_id`, the subnets of load balancer and instances, and what a new VPC needs.

    `zone_letters` name the zones; `subnet_bits` is the size of a subnet of a VPC made here, a
    sixteenth of it, in bits of its host part, as Fn::Cidr counts.
    """
    letters = list(ZONES[: settings["zones"]])
    subnets = {kind: _subnets(settings, kind, letters) for kind in ("public", "private")}
    mask = int(settings["create"]["cidr"].split("/")[1])
    return {
        "vpc_id": _vpc(settings),
        "load_balancer_subnets": subnets["public" if scheme == "internet-facing" else "private"],
        "instance_subnet_ids": subnets[settings["instance_subnets"]],
        "zone_letters": letters,
        "nat_letters": letters if settings["create"]["nat"] == "one_per_zone" else letters[:1],
        "subnet_bits": 32 - mask - 4,
        "dual_stack": settings["ipv6"],
        "routes": _routes(settings, letters),
    }


def alerts(settings: Values) -> Values:
    """Return `alert_topic`, and what to do with it when an alarm ends."""
    topic = settings["topic_arn"] or {"Ref": "AlertTopic"}
    return {"alert_topic": topic, "ok_actions": [topic] if settings["ok"] else []}


def tags(settings: Values, environment: str) -> Values:
    """Return the tags as CloudFormation writes them, and as Auto Scaling groups do."""
    pairs = {"environment": environment, **settings}.items()
    listed = [{"Key": key, "Value": value} for key, value in pairs]
    return {
        "tag_list": listed,
        "propagated_tag_list": [{**tag, "PropagateAtLaunch": True} for tag in listed],
        "tag_map": dict(pairs),
    }


def key(setting: str | None) -> Any:
    """Return the KMS key to encrypt with: a reference, an ARN, or None for AWS's own."""
    return {"Fn::GetAtt": ["Key", "Arn"]} if setting == "create" else setting


def rollback_alarms(alarms: Values) -> list[Values]:
    """Return the alarms that may roll an instance refresh back.

    The group names them, so they must not name the group.
    """
    return [{"Ref": name} for name in _enabled(alarms)[:3]]


def affected_alarms(alarms: Values) -> Values:
    """Return the rule of the alarm on all that users notice."""
    below = ["BelowMinimumAlarm"] if alarms["below_minimum"]["enabled"] else []
    rings = [f'ALARM("${{{name}}}")' for name in [*_enabled(alarms), *below]]
    return {"Fn::Sub": " OR ".join(rings)}


def _enabled(alarms: Values) -> list[str]:
    names = {
        "load_balancer_5xx": "LoadBalancer5XXAlarm",
        "target_5xx": "Target5XXAlarm",
        "latency": "LatencyAlarm",
    }
    return [name for setting, name in names.items() if alarms[setting]["enabled"]]


def _vpc(settings: Values) -> Any:
    if settings["vpc"] == "existing":
        return settings["existing"]["vpc_id"]
    return {"Ref": "VPC"} if settings["vpc"] == "create" else _imported("VPC")


def _subnets(settings: Values, kind: str, letters: list[str]) -> list[Any]:
    title = kind.title()
    if settings["vpc"] == "existing":
        ids: list[Any] = settings["existing"][f"{kind}_subnets"]
        return ids
    if settings["vpc"] == "create":
        return [{"Ref": f"{title}Subnet{letter}"} for letter in letters]
    return [_imported(f"Subnet{letter}{title}") for letter in letters]


def _imported(name: str) -> Values:
    return {"Fn::ImportValue": {"Fn::Sub": f"${{ParentVPCStack}}-{name}"}}


def _routes(settings: Values, letters: list[str]) -> list[str]:
    """Return what must stand before an instance boots, or it cannot reach what it needs."""
    if settings["vpc"] != "create":
        return []
    if settings["instance_subnets"] == "public":
        return ["PublicRoute", *(f"PublicSubnetRouteTable{letter}" for letter in letters)]
    return [
        f"Private{name}{letter}" for letter in letters for name in ("Route", "SubnetRouteTable")
    ]
