"""Stickiness, slow start and algorithm go together or not."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import TARGET_GROUP, Finding, Resource, Rule, attribute, aws, target_kind


class StickinessFits(Rule):
    id = "ER9503"
    shortdesc = "A target group's attributes go together"
    description = (
        "An application target group takes lb_cookie or app_cookie; app_cookie needs the "
        "cookie's name; slow start works with round robin only; anomaly mitigation with "
        "weighted random only."
    )
    instead = "Change one of the two attributes"
    source_url = aws("elasticloadbalancing/latest/application/edit-target-group-attributes.html")
    tags = ["balancing"]
    types = (TARGET_GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        index, kind = attribute(resource, "stickiness.type")
        cookies = ("lb_cookie", "app_cookie")
        if isinstance(kind, str):
            serves = target_kind(resource)
            if (serves == "a" and kind not in cookies) or (serves == "n" and kind in cookies):
                yield self._at(resource, index, f"Stickiness {kind} is not for this protocol")
            elif kind == "app_cookie" and self._lacks_cookie(resource):
                yield self._at(
                    resource, index, "app_cookie without stickiness.app_cookie.cookie_name"
                )
        algorithm = attribute(resource, "load_balancing.algorithm.type")[1]
        index, slow = attribute(resource, "slow_start.duration_seconds")
        if (
            algorithm in ("least_outstanding_requests", "weighted_random")
            and slow
            not in (
                None,
                "0",
                0,
            )
            and isinstance(slow, (str, int))
        ):
            yield self._at(resource, index, f"Slow start does not work with {algorithm}")
        index, mitigation = attribute(resource, "load_balancing.algorithm.anomaly_mitigation")
        if mitigation == "on" and algorithm in (None, "round_robin", "least_outstanding_requests"):
            yield self._at(resource, index, "Anomaly mitigation works with weighted_random only")

    @staticmethod
    def _lacks_cookie(resource: Resource) -> bool:
        return attribute(resource, "stickiness.app_cookie.cookie_name")[1] is None

    @staticmethod
    def _at(resource: Resource, index: int, message: str) -> Finding:
        return resource.finding(message, "TargetGroupAttributes", index)
