"""A key for a volume that is not encrypted."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, aws, entries, is_stated, launches, pick, truth


class KeyOfEncryptedVolume(Rule):
    id = "ER9467"
    shortdesc = "A volume with a key is encrypted"
    description = "EC2 refuses a volume with KmsKeyId that does not say Encrypted: true."
    instead = "Write Encrypted: true"
    source_url = aws("autoscaling/ec2/userguide/create-launch-template.html")
    tags = ["instances", "volumes"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            for index, mapping in entries(launch.get("BlockDeviceMappings")):
                encrypted = pick(mapping, "Ebs", "Encrypted")
                plain = encrypted is None or truth(encrypted) is False
                if plain and is_stated(pick(mapping, "Ebs", "KmsKeyId")):
                    place = ("BlockDeviceMappings", index, "Ebs", "KmsKeyId")
                    yield launch.finding("A key, and no Encrypted: true", *place)
