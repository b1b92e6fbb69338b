"""The launch template: what an instance is made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.deploy.checks.compare import same, setting
from tests.deploy.standing import Standing

TYPE = "AWS::EC2::LaunchTemplate"
Data = dict[str, Any]


def check(standing: Standing) -> Iterator[str]:
    """Compare the latest version of the launch template with the config."""
    found = describe(standing)
    metadata = found.get("MetadataOptions", {})
    yield from same("IMDS tokens", metadata.get("HttpTokens"), "required")
    yield from same("the IMDS hop limit", metadata.get("HttpPutResponseHopLimit"), 1)
    yield from _size(standing, found)
    yield from _volumes(standing, found.get("BlockDeviceMappings", []))
    yield from _address(standing, found)
    yield from _profile(standing, found)


def describe(standing: Standing) -> Data:
    """Return the data of the template's latest version."""
    client = standing.client("ec2")
    answer = client.describe_launch_template_versions(
        LaunchTemplateId=standing.one(TYPE), Versions=["$Latest"]
    )
    return dict(answer["LaunchTemplateVersions"][0]["LaunchTemplateData"])


def _size(standing: Standing, found: Data) -> Iterator[str]:
    kind = found.get("InstanceType")
    yield from setting(standing.subject, "fleet.instance_type", "the instance type", kind)


def _volumes(standing: Standing, mappings: list[Data]) -> Iterator[str]:
    root = (mappings or [{}])[0].get("Ebs", {})
    size = root.get("VolumeSize")
    yield from setting(standing.subject, "fleet.volume_size", "the root volume", size)
    for mapping in mappings:
        yield from same("encryption", mapping.get("Ebs", {}).get("Encrypted"), wanted=True)


def _address(standing: Standing, found: Data) -> Iterator[str]:
    (interface, *_) = found.get("NetworkInterfaces") or [{}]
    public = standing.subject.setting("network.instance_subnets") == "public"
    given = interface.get("AssociatePublicIpAddress", False)
    yield from same("a public address for instances", given, public)


def _profile(standing: Standing, found: Data) -> Iterator[str]:
    """Complain unless instances get the role that the stack makes."""
    arn = found.get("IamInstanceProfile", {}).get("Arn", "")
    client = standing.client("iam")
    profile = client.get_instance_profile(InstanceProfileName=arn.rsplit("/", 1)[-1])
    roles = [role["RoleName"] for role in profile["InstanceProfile"]["Roles"]]
    yield from same("the instances' roles", roles, [standing.ids["InstanceRole"]])
