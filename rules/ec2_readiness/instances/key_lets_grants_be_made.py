"""A key without a grant for Auto Scaling."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    Finding,
    Rule,
    Value,
    View,
    as_list,
    aws,
    entries,
    groups_of,
    launches,
    matches,
    pick,
    shown,
    statements,
    strings,
    truth,
)

CONDITION, VIA = ("Condition", "StringEquals"), "kms:ViaService"


class KeyLetsGrantsBeMade(Rule):
    id = "ER9449"
    shortdesc = "The key of encrypted volumes lets Auto Scaling make a grant"
    description = (
        "EC2 attaches an encrypted volume through a grant that the service-linked role of Auto "
        "Scaling makes. Without kms:CreateGrant for it each instance is terminated at once with "
        "Client.InternalError."
    )
    instead = (
        "Allow kms:CreateGrant to the role AWSServiceRoleForAutoScaling, with "
        "kms:GrantIsForAWSResource"
    )
    source_url = aws("autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html")
    tags = ["instances", "volumes", "keys"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            for _, mapping in entries(launch.get("BlockDeviceMappings")):
                key = view.target(pick(mapping, "Ebs", "KmsKeyId"))
                if key is None or key.type != "AWS::KMS::Key" or not groups_of(launch):
                    continue
                bodies = [body for _, body in statements(key.get("KeyPolicy"))]
                if any(self._forbids(body) for body in bodies):
                    yield key.finding("Grants for AWS's own resources are denied", "KeyPolicy")
                    continue
                ours = [body for body in bodies if self._is_for_scaling(body)]
                if ours and not any(self._grants(body) for body in [*ours, *self._for_all(bodies)]):
                    unless = "a grant is made for it elsewhere" if view.is_exposed(key) else ""
                    text = "Auto Scaling may use the key and make no grant"
                    yield key.finding(text, "KeyPolicy", unless=unless)

    @staticmethod
    def _is_for_scaling(body: Value) -> bool:
        named = list(strings(pick(body, "Principal", "AWS")))
        through = [shown(service) for service in as_list(pick(body, *CONDITION, VIA))]
        uses = "*" in named and any(service.startswith("ec2.") for service in through)
        return pick(body, "Effect") == "Allow" and (
            uses or any("autoscaling" in name.lower() for name in named)
        )

    @staticmethod
    def _for_all(bodies: list[Value]) -> list[Value]:
        """Those that allow something to every principal."""
        return [
            body
            for body in bodies
            if pick(body, "Effect") == "Allow"
            and "*" in [*strings(pick(body, "Principal")), *strings(pick(body, "Principal", "AWS"))]
        ]

    @staticmethod
    def _forbids(body: Value) -> bool:
        """It denies the grants that volumes need, and perhaps no others."""
        tests = pick(body, "Condition")
        asked = (
            [pick(test, "kms:GrantIsForAWSResource") for test in (tests or {}).values()]
            if isinstance(tests, dict)
            else []
        )
        services = (
            [pick(test, "aws:PrincipalIsAWSService") for test in (tests or {}).values()]
            if isinstance(tests, dict)
            else []
        )
        denied = pick(body, "Effect") == "Deny" and any(truth(value) is True for value in asked)
        everyone = "*" in [
            *strings(pick(body, "Principal")),
            *strings(pick(body, "Principal", "AWS")),
        ]
        actions = [shown(action) for action in as_list(pick(body, "Action"))]
        of_users = any(truth(value) is False for value in services)
        return (
            denied
            and everyone
            and any(matches(a, "kms:CreateGrant") for a in actions)
            and (of_users or not any(services))
        )

    @staticmethod
    def _grants(body: Value) -> bool:
        actions = [shown(action) for action in as_list(pick(body, "Action"))]
        return any("${" in action or matches(action, "kms:CreateGrant") for action in actions)
