"""The security groups: allowed sources and ports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.deploy.checks import load_balancer
from tests.deploy.checks.compare import same
from tests.deploy.stack.deployed_stack import DeployedStack

Data = dict[str, Any]
_ANY_ADDRESS = "0.0.0.0/0"
_SSH = 22


def check(deployed: DeployedStack) -> Iterator[str]:
    """Compare the security groups' rules with the config."""
    balancer = load_balancer.describe(deployed)["SecurityGroups"]
    instances = _instance_groups(deployed)
    port = deployed.config.setting("application.port")
    for group in instances:
        yield from _instance(deployed, _describe(deployed, group), set(balancer), port)
    yield from _balancer(deployed, [_describe(deployed, each) for each in balancer], port)


def _instance_groups(deployed: DeployedStack) -> list[str]:
    (template,) = deployed.expected("AWS::EC2::LaunchTemplate").values()
    data = template["LaunchTemplateData"]
    interfaces = data.get("NetworkInterfaces", [{}])
    return list(data.get("SecurityGroupIds") or interfaces[0].get("Groups", []))


def _describe(deployed: DeployedStack, group: str) -> Data:
    answer = deployed.client("ec2").describe_security_groups(GroupIds=[group])
    return dict(answer["SecurityGroups"][0])


def _instance(deployed: DeployedStack, group: Data, balancer: set[str], port: int) -> Iterator[str]:
    rules = list(_rules(group["IpPermissions"]))
    if not any(rule == (port, port, source) for rule in rules for source in balancer):
        yield f"the load balancer does not reach the instances on port {port}: {rules}"
    for first, last, source in rules:
        if first <= _SSH <= last:
            yield from _shell(deployed, source)
        elif source == _ANY_ADDRESS:
            yield f"0.0.0.0/0 reaches the instances on ports {first} to {last}"


def _shell(deployed: DeployedStack, source: str) -> Iterator[str]:
    bastion = deployed.value("access.bastion_stack", "ParentSSHBastionStack")
    open_to_all = deployed.config.setting("access.ssh_from_world", default=False)
    wanted = deployed.scope.exports.get(f"{bastion}-SecurityGroup") if bastion else None
    if not bastion and open_to_all:
        wanted = _ANY_ADDRESS
    yield from same("the source of SSH", source, wanted)


def _balancer(deployed: DeployedStack, groups: list[Data], port: int) -> Iterator[str]:
    rules = [rule for group in groups for rule in _rules(group["IpPermissions"])]
    reached = {first for first, last, _ in rules if first == last}
    yield from same(
        "the load balancer's open ports", reached, {80, 443} if deployed.config.encrypted else {80}
    )
    out = [rule for group in groups for rule in _rules(group["IpPermissionsEgress"])]
    if not any(first <= port <= last for first, last, _ in out):
        yield f"the load balancer's egress rules exclude port {port}: {out}"


def _rules(permissions: list[Data]) -> Iterator[tuple[int, int, str]]:
    """Yield the first and last port and the peer of each rule."""
    for each in permissions:
        first, last = each.get("FromPort", 0), each.get("ToPort", 65535)
        for block in each.get("IpRanges", []):
            yield first, last, block["CidrIp"]
        for block in each.get("Ipv6Ranges", []):
            yield first, last, block["CidrIpv6"].replace("::/0", _ANY_ADDRESS)
        for pair in each.get("UserIdGroupPairs", []):
            yield first, last, pair["GroupId"]
        for listed in each.get("PrefixListIds", []):
            yield first, last, listed["PrefixListId"]
