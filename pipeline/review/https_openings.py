"""Ports that are open only because HTTPS takes the place of HTTP on the same load balancer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.review.canonical import canonical
from pipeline.review.coverage import Grant
from pipeline.review.references import references
from pipeline.review.target_shares import actions

_LISTENER = "AWS::ElasticLoadBalancingV2::Listener"
_BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"


def ports_before(rule: Grant, before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Return the ports at which clients of a new port with HTTPS had the application until now.

    That is where a listener that forwarded requests now redirects them to the new port.
    """
    port = rule.scope[1]
    new = [listener for name, listener in _listeners(after) if _port(listener) == port]
    if rule.scope[2] != port or any(each.get("Protocol") != "HTTPS" for each in new):
        return []
    balancers = _balancers(rule.resource, after)
    return [
        _port(listener)
        for name, listener in _listeners(after)
        if _balancer(listener) in balancers
        and port in _redirects(listener)
        and _forwards(before.get(name, {}).get("Properties", {}))
    ]


def _listeners(resources: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, resource in resources.items():
        if resource.get("Type") == _LISTENER:
            yield name, resource.get("Properties", {})


def _balancers(group: str, resources: dict[str, Any]) -> list[str]:
    """Return the load balancers that have a security group."""
    return [
        name
        for name, each in resources.items()
        if each.get("Type") == _BALANCER
        and group in {link.target for link in references(canonical(each.get("Properties", {})))}
    ]


def _balancer(listener: dict[str, Any]) -> str:
    found = references(canonical(listener.get("LoadBalancerArn", "")))
    return next((each.target for each in found), "")


def _port(listener: dict[str, Any]) -> str:
    return str(canonical(listener.get("Port", "")))


def _redirects(listener: dict[str, Any]) -> list[str]:
    """Return the ports that a listener redirects to over HTTPS."""
    found = [each.get("RedirectConfig", {}) for each in actions(listener)]
    return [str(each.get("Port", "")) for each in found if each.get("Protocol") == "HTTPS"]


def _forwards(listener: dict[str, Any]) -> bool:
    return any(each.get("Type") == "forward" for each in actions(listener))
