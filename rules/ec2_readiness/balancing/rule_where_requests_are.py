"""A listener rule where no request of its kind arrives."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    LISTENER,
    LISTENER_RULE,
    Finding,
    Resource,
    Rule,
    Value,
    actions,
    aws,
    is_known,
    listeners_of,
    pick,
)

GUARDS = ("fixed-response", "authenticate-oidc", "authenticate-cognito", "jwt-validation")


class RuleWhereRequestsAre(Rule):
    id = "WR9554"
    shortdesc = "A rule that blocks or signs in stands on the listener that serves"
    description = (
        "A rule counts for its own listener only. On one that redirects to HTTPS it answers the "
        "plain request, and the listener that the client goes on to serves the path all the same."
    )
    instead = "Attach the rule to the listener of HTTPS, too"
    source_url = aws("elasticloadbalancing/latest/application/load-balancer-listeners.html")
    tags = ["balancing", "security"]
    types = (LISTENER_RULE,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        listener = resource.resource("ListenerArn")
        guards = [a for _, a in actions(resource) if pick(a, "Type") in GUARDS]
        if listener is None or listener.type != LISTENER or not guards:
            return
        moved = [
            a for _, a in actions(listener) if pick(a, "RedirectConfig", "Protocol") == "HTTPS"
        ]
        balancer = listener.resource("LoadBalancerArn")
        serving = listeners_of(balancer) if balancer is not None else []
        serving = [one for one in serving if one.get("Protocol") == "HTTPS"]
        same = [
            other
            for other in resource.view.of(LISTENER_RULE)
            if other.name != resource.name
            and any(one.may_be(other.get("ListenerArn")) for one in serving)
            and self._may_equal(other.get("Conditions"), resource.get("Conditions"))
        ]
        if moved and serving and not same:
            text = f"{listener.name} only redirects; {serving[0].name} serves without the rule"
            yield resource.finding(text, "ListenerArn")

    @staticmethod
    def _may_equal(one: Value, other: Value) -> bool:
        return one == other or not is_known([one, other])
