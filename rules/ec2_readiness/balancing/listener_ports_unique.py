"""Two listeners at one port."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import LISTENER, Finding, Rule, View, aws, shown


class ListenerPortsUnique(Rule):
    id = "ER9518"
    shortdesc = "The listeners of a load balancer have ports of their own"
    description = (
        "Elastic Load Balancing refuses a second listener at the same port of a load balancer."
    )
    instead = "Give the listener another port, or merge the two"
    source_url = aws("elasticloadbalancing/latest/application/load-balancer-listeners.html")
    tags = ["balancing"]
    types = (LISTENER,)

    def check_view(self, view: View) -> Iterator[Finding]:
        seen: dict[tuple[str, str, bool], str] = {}
        for listener in view.of(*self.types):
            port, balancer = listener.string("Port"), shown(listener.get("LoadBalancerArn"))
            if port is None or "?" in balancer:
                continue
            udp = listener.get("Protocol") == "UDP"
            other = seen.setdefault((balancer, port, udp), listener.name)
            if other != listener.name:
                yield listener.finding(f"{other} listens at port {port} already", "Port")
