"""Rules on instances that have no way to the Internet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.config.constraints.setting_issue import SettingIssue
from pipeline.config.endpoint_services import GATEWAYS, WITHOUT_PRIVATE_DNS
from pipeline.config.settings_function import reads

if TYPE_CHECKING:
    from pipeline.config.settings_types import Settings

_ECR_REGION = r"[0-9]{12}\.dkr\.ecr(?:-fips)?\.([a-z0-9-]+)\."


def _is_enclosed(data: Settings) -> bool:
    """Whether the VPC made here has no NAT gateway, and no proxy leads out of it."""
    network = data["network"]
    without_nat = network["vpc"] == "create" and network["create"]["nat"] == "none"
    private = network["instance_subnets"] == "private"
    return without_nat and private and not network["proxy"]["url"]


_ENCLOSED = (
    *("network.vpc", "network.create.nat", "network.instance_subnets", "network.proxy.url"),
)


@reads(*_ENCLOSED, "network.endpoints")
def _no_way(data: Settings) -> Iterator[SettingIssue]:
    if _is_enclosed(data) and not data["network"]["endpoints"]:
        hint = "add network.endpoints: true, or a network.proxy"
        message = "none, and instances reach AWS in no other way"
        yield SettingIssue(("network", "create", "nat"), message, hint)


@reads(*_ENCLOSED, "application.container.image", "regions")
def _registry(data: Settings) -> Iterator[SettingIssue]:
    image = data["application"]["container"]["image"]
    if not image or not _is_enclosed(data):
        return
    match = re.match(_ECR_REGION, image)
    others = [region for region in data["regions"] if not match or region != match[1]]
    if others:
        message = f"in no ECR registry of {others[0]}, and there is no NAT gateway"
        hint = "copy it to ECR there, or set network.create.nat to one"
        yield SettingIssue(("application", "container", "image"), message, hint)


@reads("network.endpoints", "network.more_endpoints", "regions")
def _services(data: Settings) -> Iterator[SettingIssue]:
    network = data["network"]
    if network["more_endpoints"] and not network["endpoints"]:
        hint = "set network.endpoints to true, or delete them"
        yield SettingIssue(("network", "more_endpoints"), "set, but endpoints is false", hint)
    # https://docs.amazonaws.cn/en_us/vpc/latest/privatelink/aws-services-privatelink-support.html
    china = [region for region in data["regions"] if region.startswith("cn-")]
    if network["endpoints"] and china:
        message = f"true, but services have names of their own in {china[0]}"
        hint = "create the endpoints with the VPC: see docs/network.md"
        yield SettingIssue(("network", "endpoints"), message, hint)


@reads("network.more_endpoints", "network.vpc")
def _private_dns(data: Settings) -> Iterator[SettingIssue]:
    """Yield services whose interface endpoint AWS refuses with private DNS, or that are there."""
    network, is_created = data["network"], data["network"]["vpc"] == "create"
    for index, service in enumerate(network["more_endpoints"]):
        path = ("network", "more_endpoints", index)
        if whole := re.fullmatch(r"com\.amazonaws\.[a-z]+-[a-z0-9-]+\.(.+)", service):
            yield SettingIssue(path, f"{service} has the region in it", f"write {whole[1]}")
        if service == "s3" and is_created:
            yield SettingIssue(path, "the VPC has the gateway endpoint of S3 already", "delete it")
        if service not in WITHOUT_PRIVATE_DNS or (service in GATEWAYS and is_created):
            continue
        message = f"an interface endpoint of {service} cannot have private DNS"
        hint = "add it in a partial, with PrivateDnsEnabled: false"
        if service in GATEWAYS:
            hint = "delete it, and create its gateway endpoint with the VPC: see docs/network.md"
        yield SettingIssue(path, message, hint)


CONSTRAINTS = (_no_way, _registry, _services, _private_dns)
