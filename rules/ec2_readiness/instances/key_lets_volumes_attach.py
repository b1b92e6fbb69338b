"""A key that Auto Scaling may not use."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    Finding,
    Hole,
    Rule,
    Value,
    View,
    as_list,
    aws,
    entries,
    groups_of,
    launches,
    pick,
    statements,
    strings,
)


class KeyLetsVolumesAttach(Rule):
    id = "ER9423"
    shortdesc = "The key of encrypted volumes admits Auto Scaling"
    description = (
        "Auto Scaling launches through its service-linked role. If the key's policy does not "
        "name it, each instance is terminated at once with Client.InternalError."
    )
    instead = (
        "Let the role AWSServiceRoleForAutoScaling use the key and create grants (kms:CreateGrant)"
    )
    source_url = aws("autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html")
    tags = ["instances", "permissions"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            for _, mapping in entries(launch.get("BlockDeviceMappings")):
                key = view.target(pick(mapping, "Ebs", "KmsKeyId"))
                if key is None or key.type != "AWS::KMS::Key" or not groups_of(launch):
                    continue
                principals = [
                    pick(body, "Principal") for _, body in statements(key.get("KeyPolicy"))
                ]
                names = [name for principal in principals for name in strings(principal)]
                if any(isinstance(name, Hole) for name in self._named(principals)):
                    continue  # the principal is known at deployment only
                if names and not any(n == "*" or "autoscaling" in n.lower() for n in names):
                    granted = "a grant is made for it elsewhere" if view.is_exposed(key) else ""
                    text = "The key's policy does not admit Auto Scaling"
                    yield key.finding(text, "KeyPolicy", unless=granted)

    @staticmethod
    def _named(principals: list[Value]) -> list[Value]:
        return [name for principal in principals for name in as_list(pick(principal, "AWS"))]
