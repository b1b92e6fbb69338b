"""Volumes with the service's data on them."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, aws, entries, launches, pick, truth


class VolumesEncrypted(Rule):
    id = "WR9402"
    shortdesc = "Volumes are encrypted"
    description = "An unencrypted volume can be read from a snapshot of it."
    instead = "Write Encrypted: true"
    source_url = aws("ebs/latest/userguide/ebs-encryption.html")
    tags = ["instances", "security"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            for index, mapping in entries(launch.get("BlockDeviceMappings")):
                volume = pick(mapping, "Ebs")
                encrypted = pick(volume, "Encrypted")
                created = isinstance(volume, dict) and pick(volume, "SnapshotId") is None
                if pick(volume, "KmsKeyId") is not None:
                    continue  # it is meant to be encrypted, and refused otherwise
                if created and (encrypted is None or truth(encrypted) is False):
                    place = ("BlockDeviceMappings", index, "Ebs", "Encrypted")
                    yield launch.finding("This volume is not encrypted", *place)
