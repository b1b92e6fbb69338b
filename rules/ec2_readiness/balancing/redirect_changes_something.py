"""A redirect to itself."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import LISTENER, Finding, Resource, Rule, actions, aws, pick, string


class RedirectChangesSomething(Rule):
    id = "ER9511"
    shortdesc = "A listener does not redirect to itself"
    description = (
        "A redirect that keeps protocol, port, host, path and query sends the client back to "
        "the same place: it is refused, or the browser gives up after twenty rounds."
    )
    instead = "Redirect to another protocol and port: {Protocol: HTTPS, Port: '443'}"
    source_url = aws("elasticloadbalancing/latest/application/rule-action-types.html")
    tags = ["balancing"]
    types = (LISTENER,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        own = (string(resource.get("Protocol")), string(resource.get("Port")))
        for place, action in actions(resource):
            redirect = pick(action, "RedirectConfig")
            if pick(action, "Type") != "redirect" or not isinstance(redirect, dict):
                continue
            moved = [
                redirect.get(key, default) != default
                for key, default in (
                    ("Host", "#{host}"),
                    ("Path", "/#{path}"),
                    ("Query", "#{query}"),
                )
            ]
            protocol = string(redirect.get("Protocol", "#{protocol}"))
            port = string(redirect.get("Port", "#{port}"))
            same = protocol in ("#{protocol}", own[0]) and port in ("#{port}", own[1])
            if same and not any(moved):
                yield resource.finding(
                    "The redirect leads to where it comes from", *place, "RedirectConfig"
                )
