"""A redirect to a port where nothing listens."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    LISTENER,
    LISTENER_RULE,
    LOAD_BALANCER,
    Finding,
    Resource,
    Rule,
    actions,
    aws,
    listener_of,
    listeners_of,
    pick,
    string,
)


class RedirectHasListener(Rule):
    id = "ER9536"
    shortdesc = "A redirect leads to a port where a listener is"
    description = (
        "A redirect to a port of the same load balancer that no listener has sends every client to "
        "a connection that is refused. What the redirect leaves out stays as it is asked for: "
        "HTTPS at port 80, or HTTP at port 443, is no listener's."
    )
    instead = "Add a listener at that port, or redirect to one that is there"
    source_url = aws("elasticloadbalancing/latest/application/load-balancer-listeners.html")
    tags = ["balancing"]
    types = (LISTENER, LISTENER_RULE)

    def check(self, resource: Resource) -> Iterator[Finding]:
        listener = listener_of(resource)
        balancer = listener.resource("LoadBalancerArn") if listener is not None else None
        if listener is None or balancer is None or balancer.type != LOAD_BALANCER:
            return
        ports = {item.string("Port") for item in listeners_of(balancer)}
        yield from self._by_protocol(resource, listener)
        for place, action in actions(resource):
            target = pick(action, "RedirectConfig")
            port = string(pick(target, "Port")) if isinstance(target, dict) else None
            named = isinstance(target, dict) and target.get("Host", "#{host}") == "#{host}"
            if port is not None and port.isdigit() and named and None not in ports | {port}:
                if port not in ports:
                    exposed = balancer.view.is_exposed(balancer)
                    unless = "another stack adds the listener" if exposed else ""
                    text = f"No listener of {balancer.name} is at port {port}"
                    yield resource.finding(text, *place, "RedirectConfig", unless=unless)

    @staticmethod
    def _by_protocol(resource: Resource, listener: Resource) -> Iterator[Finding]:
        """The protocol that the client is sent to is that of the listener there."""
        own = {"Protocol": listener.string("Protocol"), "Port": listener.string("Port")}
        balancer = listener.resource("LoadBalancerArn")
        known = {i.string("Port"): i.string("Protocol") for i in listeners_of(balancer or listener)}
        for place, action in actions(resource):
            target = pick(action, "RedirectConfig")
            if not isinstance(target, dict) or target.get("Host", "#{host}") != "#{host}":
                continue
            asked = {key: string(target.get(key, f"#{{{key.lower()}}}")) for key in own}
            for key, value in own.items():
                if asked[key] == f"#{{{key.lower()}}}":
                    asked[key] = value
            there = known.get(asked["Port"])
            if there and asked["Protocol"] and there != asked["Protocol"]:
                asks = f"{asked['Protocol']} at port {asked['Port']}"
                text = f"The redirect asks for {asks}, which is {there}"
                yield resource.finding(text, *place, "RedirectConfig")
