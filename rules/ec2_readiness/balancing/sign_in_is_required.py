"""A sign-in that requests pass without."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    LISTENER,
    LISTENER_RULE,
    Finding,
    Resource,
    Rule,
    actions,
    aws,
    pick,
)

CONFIGS = ("AuthenticateOidcConfig", "AuthenticateCognitoConfig")


class SignInIsRequired(Rule):
    id = "IR9555"
    shortdesc = "An action that signs in lets no request through without"
    description = (
        "With OnUnauthenticatedRequest allow the load balancer forwards requests of those who have "
        "not signed in, too: only the application can tell them apart."
    )
    instead = "Write OnUnauthenticatedRequest: authenticate, or deny for calls by programs"
    source_url = aws("elasticloadbalancing/latest/application/listener-authenticate-users.html")
    tags = ["balancing", "security"]
    types = (LISTENER, LISTENER_RULE)

    def check(self, resource: Resource) -> Iterator[Finding]:
        for place, action in actions(resource):
            for config in CONFIGS:
                if pick(action, config, "OnUnauthenticatedRequest") == "allow":
                    text = "Requests pass without signing in"
                    yield resource.finding(text, *place, config, "OnUnauthenticatedRequest")
