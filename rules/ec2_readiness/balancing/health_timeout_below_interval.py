"""A health check must end before the next begins."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import CLASSIC, TARGET_GROUP, Finding, Resource, Rule, aws, number, pick


class HealthTimeoutBelowInterval(Rule):
    id = "ER9504"
    shortdesc = "A health check's timeout is below its interval"
    description = (
        "Elastic Load Balancing refuses a health check whose timeout is not below its interval."
    )
    instead = "Write for example an interval of 10 and a timeout of 5 seconds"
    source_url = aws("elasticloadbalancing/latest/application/target-group-health-checks.html")
    tags = ["balancing"]
    types = (TARGET_GROUP, CLASSIC)

    def check(self, resource: Resource) -> Iterator[Finding]:
        if resource.type == CLASSIC:
            check = resource.get("HealthCheck")
            timeout, interval = number(pick(check, "Timeout")), number(pick(check, "Interval"))
            place: tuple[str, ...] = ("HealthCheck", "Timeout")
        elif resource.get("Protocol") not in ("HTTP", "HTTPS"):
            return
        else:
            timeout = self._or(resource, "HealthCheckTimeoutSeconds", 5)
            interval = self._or(resource, "HealthCheckIntervalSeconds", 30)
            place = ("HealthCheckTimeoutSeconds",)
            if not resource.has(place[0]):
                place = ("HealthCheckIntervalSeconds",)
        if timeout is not None and interval is not None and timeout >= interval:
            text = f"The timeout of {timeout:g} is not below the interval of {interval:g} seconds"
            yield resource.finding(text, *place)

    @staticmethod
    def _or(resource: Resource, key: str, default: float) -> float | None:
        return resource.number(key) if resource.has(key) else default
