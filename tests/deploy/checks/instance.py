"""The launch template."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.deploy.checks import fleet
from tests.deploy.checks.compare import same, setting
from tests.deploy.stack.deployed_stack import DeployedStack

TYPE = "AWS::EC2::LaunchTemplate"
Data = dict[str, Any]


def check(deployed: DeployedStack) -> Iterator[str]:
    """Compare the latest version of the launch template with the config."""
    found = describe(deployed)
    metadata = found.get("MetadataOptions", {})
    yield from same("IMDS tokens", metadata.get("HttpTokens"), "required")
    hops = 2 if deployed.config.setting("application.container.image") else 1
    yield from same("the IMDS hop limit", metadata.get("HttpPutResponseHopLimit"), hops)
    yield from _size(deployed, found)
    yield from _volumes(deployed, found.get("BlockDeviceMappings", []))
    yield from _address(deployed, found)
    yield from _profile(deployed, found)


def describe(deployed: DeployedStack) -> Data:
    """Return the data of the template's latest version."""
    client = deployed.client("ec2")
    answer = client.describe_launch_template_versions(
        LaunchTemplateId=deployed.physical_id(TYPE), Versions=["$Latest"]
    )
    return dict(answer["LaunchTemplateVersions"][0]["LaunchTemplateData"])


def launch_template_data(deployed: DeployedStack) -> Data:
    """Return the data of the launch template version that the group uses."""
    chosen = fleet.describe(deployed).get("LaunchTemplate") or {
        "LaunchTemplateId": deployed.physical_id(TYPE), "Version": "$Latest"
    }  # fmt: skip
    answer = deployed.client("ec2").describe_launch_template_versions(
        LaunchTemplateId=chosen["LaunchTemplateId"], Versions=[chosen["Version"]]
    )
    return dict(answer["LaunchTemplateVersions"][0]["LaunchTemplateData"])


def _size(deployed: DeployedStack, found: Data) -> Iterator[str]:
    kind = found.get("InstanceType")
    yield from setting(deployed.config, "fleet.instance_type", "the instance type", kind)


def _volumes(deployed: DeployedStack, mappings: list[Data]) -> Iterator[str]:
    root = (mappings or [{}])[0].get("Ebs", {})
    size = root.get("VolumeSize")
    yield from setting(deployed.config, "fleet.volume_size", "the root volume", size)
    for mapping in mappings:
        yield from same("encryption", mapping.get("Ebs", {}).get("Encrypted"), wanted=True)


def _address(deployed: DeployedStack, found: Data) -> Iterator[str]:
    (interface, *_) = found.get("NetworkInterfaces") or [{}]
    public = deployed.config.setting("network.instance_subnets") == "public"
    given = interface.get("AssociatePublicIpAddress", False)
    yield from same("a public address for instances", given, public)


def _profile(deployed: DeployedStack, found: Data) -> Iterator[str]:
    """Yield a message unless the instance profile has the stack's role."""
    arn = found.get("IamInstanceProfile", {}).get("Arn", "")
    client = deployed.client("iam")
    profile = client.get_instance_profile(InstanceProfileName=arn.rsplit("/", 1)[-1])
    roles = [role["RoleName"] for role in profile["InstanceProfile"]["Roles"]]
    yield from same("the instances' roles", roles, [deployed.ids["InstanceRole"]])
