"""A key that what it is for cannot use, or that goes before it."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Resource, Rule, aws, is_other, string, truth

ENCRYPTS = ("KmsKeyId", "KmsMasterKeyId", "KMSMasterKeyID", "KmsKeyArn")
KEEPING = ("Retain", "RetainExceptOnCreate")


class KeyServes(Rule):
    id = "WR9814"
    shortdesc = (
        "A key that encrypts is enabled, for encryption, and kept as long as what it encrypts"
    )
    description = (
        "A key for signatures, or one that is disabled, encrypts nothing: what uses it is refused. "
        "When a key is deleted with the stack, kept log groups and buckets can no longer be read."
    )
    instead = "Leave KeyUsage and Enabled out, and set DeletionPolicy: Retain"
    source_url = aws("kms/latest/APIReference/API_ScheduleKeyDeletion.html")
    tags = ["permissions", "keys"]
    types = ("AWS::KMS::Key",)

    def check(self, resource: Resource) -> Iterator[Finding]:
        users = [user for user in resource.view.users(resource) if self._encrypts(user, resource)]
        if not users:
            return
        usage = string(resource.get("KeyUsage"))
        if usage not in (None, "ENCRYPT_DECRYPT"):
            yield resource.finding(f"{usage} is no encryption of {users[0].name}", "KeyUsage")
        if truth(resource.get("Enabled")) is False:
            yield resource.finding(f"The key of {users[0].name} is disabled", "Enabled")
        kept = [user for user in users if _stays(user)]
        if kept and is_other(resource.part("DeletionPolicy") or "Delete", *KEEPING):
            yield resource.finding_at(f"{kept[0].name} is kept, its key is not")

    @staticmethod
    def _encrypts(user: Resource, key: Resource) -> bool:
        launch = user.get("LaunchTemplateData", "BlockDeviceMappings")
        named = [user.get(name) for name in ENCRYPTS]
        return any(key.is_ref(value) for value in named) or (
            isinstance(launch, list) and user.type.endswith("LaunchTemplate")
        )


def _stays(resource: Resource) -> bool:
    return resource.part("DeletionPolicy") in KEEPING
