"""Rules on where the stack lives, and on names that lead to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pipeline.config.aws_limits import limit, zones
from pipeline.config.constraints.setting_issue import SettingIssue
from pipeline.config.regions import REGIONS, zone_names
from pipeline.config.settings_function import reads
from pipeline.diagnostic import did_you_mean
from pipeline.paths import walk

if TYPE_CHECKING:
    from pipeline.config.settings_types import Settings


@reads("regions")
def _regions(data: Settings) -> Iterator[SettingIssue]:
    for index, region in enumerate(data["regions"]):
        if region not in REGIONS:
            newer = "a newer region needs a newer cfn-lint in requirements.txt"
            similar = did_you_mean(region, REGIONS)
            hint = f"{similar} ({newer})" if similar else newer
            message = f"{region} is not a region that cfn-lint knows"
            yield SettingIssue(("regions", index), message, hint)


@reads(
    *("network.vpc", "network.existing", "network.instance_subnets"),
    *("alb.scheme", "alb.existing.listener"),
)
def _existing(data: Settings) -> Iterator[SettingIssue]:
    network = data["network"]
    existing = network["existing"]
    if network["vpc"] != "existing":
        return
    if not existing["vpc_id"]:
        yield SettingIssue(
            ("network", "existing", "vpc_id"), "missing", "name the VPC that the subnets are in"
        )
    kinds = {"private" if data["alb"]["scheme"] == "internal" else "public"}
    if data["alb"]["existing"]["listener"]:
        kinds = set()
    subnets = {"public": existing["public_subnets"], "private": existing["private_subnets"]}
    for kind in sorted({*kinds, network["instance_subnets"]}):
        if len(subnets[kind]) < 2:
            hint = "name one in each of two zones at least"
            setting = ("network", "existing", f"{kind}_subnets")
            yield SettingIssue(setting, "fewer than two subnets", hint)


@reads(
    *("network.vpc", "network.existing", "network.exports", "network.instance_subnets"),
    *("network.endpoints", "network.proxy.url", "alb.scheme", "alb.existing.listener"),
)
def _no_way_out(data: Settings) -> Iterator[SettingIssue]:
    """Yield subnets of an internet-facing load balancer for instances without a public address.

    They have a route to an internet gateway, which carries public addresses only:
    https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
    """
    network, alb = data["network"], data["alb"]
    kind = network["vpc"]
    is_public = alb["scheme"] == "internet-facing" and not alb["existing"]["listener"]
    other_way = network["endpoints"] or network["proxy"]["url"]
    if kind not in ("existing", "exports") or other_way or not is_public:
        return
    if network["instance_subnets"] == "private":
        given = network[kind]
        for index, subnet in enumerate(given["private_subnets"]):
            if subnet in given["public_subnets"]:
                message = (
                    f"{subnet} is among the public_subnets: an instance there has no public "
                    "address, and does not reach AWS through an internet gateway"
                )
                hint = "set network.instance_subnets to public, or name a subnet with a NAT gateway"
                yield SettingIssue(("network", kind, "private_subnets", index), message, hint)


@reads("network.vpc", "network.zones", "regions")
def _zones(data: Settings) -> Iterator[SettingIssue]:
    network = data["network"]
    for region in data["regions"]:
        count = zones(region)
        if network["vpc"] == "create" and network["zones"] > count:
            message = f"{network['zones']} Availability Zones, but {region} has {count}"
            yield SettingIssue(("network", "zones"), message, f"use {count} at most")


@reads("network.zones", "network.create.zone_names", "regions")
def _zone_names(data: Settings) -> Iterator[SettingIssue]:
    network, path = data["network"], ("network", "create", "zone_names")
    names = network["create"]["zone_names"]
    if names and len(names) != network["zones"]:
        message = f"{len(names)} names, but network.zones is {network['zones']}"
        yield SettingIssue(path, message, "name as many zones as there are")
    for index, name in enumerate(names):
        others = [region for region in data["regions"] if name[:-1] != region]
        if others:
            message = f"{name} is not in {others[0]}"
            hint = "delete the names, or use a config for each region"
            yield SettingIssue((*path, index), message, hint)
        elif name not in (known := zone_names(name[:-1])):
            message = f"{name} is not a zone of {name[:-1]} that cfn-lint knows"
            yield SettingIssue((*path, index), message, f"the zones are {', '.join(known)}")


@reads(
    *("regions", "network.vpc", "network.existing"),
    *("alb.existing.security_group", "alb.clients.prefix_lists"),
)
def _ids_of_one_region(data: Settings) -> Iterator[SettingIssue]:
    """Yield the ids of what is in one region: the stack of another one finds nothing by them."""
    network, alb, regions = data["network"], data["alb"], data["regions"]
    if len(regions) == 1:
        return
    existing: Any = network["existing"] if network["vpc"] == "existing" else {}
    ids = list(walk(existing, ("network", "existing")))
    ids += walk(alb["clients"]["prefix_lists"], ("alb", "clients", "prefix_lists"))
    ids.append((("alb", "existing", "security_group"), alb["existing"]["security_group"]))
    vpc = "use network.vpc exports, whose names may be the same in each region, or "
    for path, id_ in ids:
        if isinstance(id_, str):
            message = f"{id_} is in one region, and there are {', '.join(regions)}"
            hint = "make an environment of each region (docs/accounts.md)"
            yield SettingIssue(path, message, f"{vpc if path[0] == 'network' else ''}{hint}")


@reads("dns.name", "dns.hosted_zone_id")
def _dns(data: Settings) -> Iterator[SettingIssue]:
    dns = data["dns"]
    if dns["name"] and not dns["hosted_zone_id"]:
        yield SettingIssue(
            ("dns", "name"), "set, but there is no dns.hosted_zone_id", "name the zone it is in"
        )


@reads("alb.https.request_for", "alb.https.more_certificates", "dns.name")
def _names(data: Settings) -> Iterator[SettingIssue]:
    """Yield a name that the certificate requested here is not for."""
    https, name = data["alb"]["https"], data["dns"]["name"]
    requested = https["request_for"]
    if not (requested and name) or https["more_certificates"]:
        return
    any_host = requested.startswith("*.") and name.partition(".")[2] == requested[2:]
    if name != requested and not any_host:
        message = f"{name} is not what the certificate is requested for, {requested}"
        hint = "make them the same, or add alb.https.more_certificates"
        yield SettingIssue(("dns", "name"), message, hint)


@reads("network.proxy")
def _proxy(data: Settings) -> Iterator[SettingIssue]:
    proxy = data["network"]["proxy"]
    if proxy["exclude"] and not proxy["url"]:
        path = ("network", "proxy", "exclude")
        yield SettingIssue(path, "set, but there is no proxy", "add network.proxy.url")


@reads("description")
def _description(data: Settings) -> Iterator[SettingIssue]:
    size = len(data["description"].encode())
    most = limit("bytes of a template's description")
    if size > most:
        message = f"{size} bytes, more than the {most:,} of a template's description"
        yield SettingIssue(("description",), message, "shorten it")


CONSTRAINTS = (
    _regions,
    _existing,
    _no_way_out,
    _zones,
    _zone_names,
    _ids_of_one_region,
    _dns,
    _names,
    _proxy,
    _description,
)
