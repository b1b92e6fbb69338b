"""One rule twice."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    SECURITY_GROUP,
    Finding,
    Rule,
    View,
    aws,
    permissions,
    shown,
)


class RulesOnce(Rule):
    id = "ER9914"
    shortdesc = "A security group's rule stands there once"
    description = (
        "EC2 refuses a second rule with the same protocol, ports and source: 'the same "
        "permission must not appear multiple times'."
    )
    instead = "Take the second one out"
    source_url = aws("AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html")
    tags = ["network"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for group in view.of(SECURITY_GROUP):
            for direction in ("Ingress", "Egress"):
                seen: set[str] = set()
                for permission in permissions(group, direction):
                    body = {
                        k: v
                        for k, v in permission.body.items()
                        if k not in ("Description", "GroupId")
                    }
                    key = repr(
                        sorted((name, shown(value) or repr(value)) for name, value in body.items())
                    )
                    if key in seen and "?" not in key:
                        yield permission.holder.finding(
                            "This rule is there already", *permission.place
                        )
                    seen.add(key)
