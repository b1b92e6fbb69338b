"""The network: made here, or by references whose form depends on where it comes from."""

from __future__ import annotations

from typing import Any

from pipeline.config.endpoint_services import GATEWAYS
from pipeline.config.settings_function import Values, reads
from pipeline.render.provenance import derived

ZONES = "ABCDEF"


@reads("network", "alb.scheme")
def network(values: Values) -> Values:
    """Return `vpc_id`, the subnets of load balancer and instances, and what a new VPC needs.

    `zone_letters` are in the ids of the zones' resources, `zones` are their names; `subnet_bits` is
    the size of a subnet of a VPC made here, a sixteenth of it, in bits of its host part, as
    Fn::Cidr counts. `gateways` are the services of its further gateway endpoints, by logical id.
    """
    settings, scheme = values["network"], values["alb"]["scheme"]
    letters = list(ZONES[: settings["zones"]])
    subnets = {kind: _subnets(settings, kind, letters) for kind in ("public", "private")}
    nat = str(settings["create"]["nat"])
    mask = int(settings["create"]["cidr"].split("/")[1])
    return {
        "vpc_id": _vpc(settings),
        "load_balancer_subnets": subnets["public" if scheme == "internet-facing" else "private"],
        "instance_subnet_ids": subnets[settings["instance_subnets"]],
        "zone_letters": letters,
        "zones": settings["create"]["zone_names"]
        or [{"Fn::Select": [index, {"Fn::GetAZs": ""}]} for index in range(len(letters))],
        "nat_letters": letters[: {"one_per_zone": len(letters), "one": 1, "none": 0}[nat]],
        "subnet_bits": 32 - mask - 4,
        "dual_stack": settings["ipv6"],
        "gateways": _gateways(settings),
        "routes": [*_routes(settings, letters), *_gateways(settings)],
    }


def _gateways(settings: Values) -> Values:
    if settings["vpc"] != "create":
        return {}
    wanted = [each for each in settings["more_endpoints"] if each in GATEWAYS]
    return {derived(each, f"{each.capitalize()}Endpoint"): each for each in wanted}


def _vpc(settings: Values) -> Any:
    if settings["vpc"] == "existing":
        return settings["existing"]["vpc_id"]
    if settings["vpc"] == "exports":
        return {"Fn::ImportValue": settings["exports"]["vpc"]}
    return {"Ref": "VPC"} if settings["vpc"] == "create" else _imported(settings, "VPC")


def _subnets(settings: Values, kind: str, letters: list[str]) -> list[Any]:
    title = kind.title()
    if settings["vpc"] == "existing":
        ids: list[Any] = settings["existing"][f"{kind}_subnets"]
        return ids
    if settings["vpc"] == "create":
        return [{"Ref": f"{title}Subnet{letter}"} for letter in letters]
    if settings["vpc"] == "exports":
        return _exported(settings["exports"][f"{kind}_subnets"], len(letters))
    return [_imported(settings, f"Subnet{letter}{title}") for letter in letters]


def _exported(names: list[str], zones: int) -> list[Any]:
    """Return subnets by the names of their exports; a single one joins the ids of all."""
    if len(names) != 1:
        return [{"Fn::ImportValue": name} for name in names]
    ids = {"Fn::Split": [",", {"Fn::ImportValue": names[0]}]}
    return [{"Fn::Select": [index, ids]} for index in range(zones)]


def _imported(settings: Values, name: str) -> Values:
    if stack := settings["parent_vpc_stack"]:
        return {"Fn::ImportValue": derived(stack, f"{stack}-{name}")}
    return {"Fn::ImportValue": {"Fn::Sub": f"${{ParentVPCStack}}-{name}"}}


def _routes(settings: Values, letters: list[str]) -> list[str]:
    """Return what must stand before an instance boots, or it cannot reach what it needs."""
    if settings["vpc"] != "create":
        return []
    if settings["instance_subnets"] == "public":
        ways = ["PublicRoute", *(f"PublicSubnetRouteTable{letter}" for letter in letters)]
    else:
        has_nat = settings["create"]["nat"] != "none"
        names = ("Route", "SubnetRouteTable") if has_nat else ("SubnetRouteTable",)
        ways = [f"Private{name}{letter}" for letter in letters for name in names]
    # The endpoint cuts the connections to S3 that are open when it comes.
    return [*ways, "S3Endpoint"]


ALL = (network,)
