"""Plain HTTP beside HTTPS."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import LISTENER, Finding, Resource, Rule, actions, aws, listeners_of, pick


class HttpRedirects(Rule):
    id = "WR9510"
    shortdesc = "Beside HTTPS, plain HTTP only redirects"
    description = (
        "A listener that forwards plain HTTP sends unencrypted what the HTTPS one protects."
    )
    instead = (
        "Redirect: Type: redirect, RedirectConfig: {Protocol: HTTPS, Port: '443', StatusCode: "
        "HTTP_301}"
    )
    assumes = "the clients of the load balancer are browsers"
    source_url = aws("elasticloadbalancing/latest/application/load-balancer-listeners.html")
    tags = ["balancing", "security"]
    types = (LISTENER,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        balancer = resource.resource("LoadBalancerArn")
        if resource.get("Protocol") != "HTTP" or resource.number("Port") != 80 or balancer is None:
            return
        protected = [
            item.name for item in listeners_of(balancer) if item.get("Protocol") == "HTTPS"
        ]
        for place, action in actions(resource):
            if protected and pick(action, "Type") == "forward":
                yield resource.finding(
                    f"Port 80 forwards, though {protected[0]} has a certificate", *place
                )
