"""A key whose material never changes."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Resource, Rule, aws, truth


class KeyRotates(Rule):
    id = "IR9815"
    shortdesc = "A key for encryption is rotated"
    description = (
        "KMS makes new key material each year where EnableKeyRotation is true; nothing that uses "
        "the key has to change for it."
    )
    instead = "Set EnableKeyRotation: true"
    source_url = aws("kms/latest/APIReference/API_EnableKeyRotation.html")
    tags = ["permissions", "keys"]
    types = ("AWS::KMS::Key",)

    def check(self, resource: Resource) -> Iterator[Finding]:
        symmetric = resource.get("KeySpec") in (None, "SYMMETRIC_DEFAULT")
        if symmetric and truth(resource.get("EnableKeyRotation")) is False:
            yield resource.finding("The key is not rotated", "EnableKeyRotation")
