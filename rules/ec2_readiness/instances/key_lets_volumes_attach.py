"""A key that Auto Scaling may not use."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import (
    Finding,
    Hole,
    Resource,
    Rule,
    Value,
    View,
    as_list,
    aws,
    entries,
    groups_of,
    launches,
    pick,
    shown,
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
                through = self._through(key)
                if through and not any(self._is_volumes(name) for name in through):
                    names = [name for name in names if name != "*"]
                if names and not any(n == "*" or "autoscaling" in n.lower() for n in names):
                    granted = "a grant is made for it elsewhere" if view.is_exposed(key) else ""
                    text = "The key's policy does not admit Auto Scaling"
                    yield key.finding(text, "KeyPolicy", unless=granted)

    @staticmethod
    def _through(key: Resource) -> list[str]:
        """The services through which every principal may use the key; none where it may without."""
        found: list[str] = []
        for _, body in statements(key.get("KeyPolicy")):
            if pick(body, "Effect") == "Allow" and "*" in strings(pick(body, "Principal")):
                services = as_list(pick(body, "Condition", "StringEquals", "kms:ViaService"))
                if not services or any(isinstance(service, Hole) for service in services):
                    return []
                found += [shown(service) for service in services]
        return found

    @staticmethod
    def _is_volumes(service: str) -> bool:
        """`ec2.<region>.amazonaws.com`; of what is filled in the region may be a part."""
        return service.startswith(("${", "*")) or re.match(r"ec2\.[^.]+\.\S", service) is not None

    @staticmethod
    def _named(principals: list[Value]) -> list[Value]:
        return [name for principal in principals for name in as_list(pick(principal, "AWS"))]
