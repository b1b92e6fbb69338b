"""Load balancer health checks begin while the instance still boots."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    GROUP,
    Finding,
    Resource,
    Rule,
    aws,
    launching_hooks,
    seconds,
    shown,
    shown_seconds,
)


class GraceCoversBoot(Rule):
    id = "WR9301"
    shortdesc = "A group with load balancer health checks grants its instances a grace period"
    description = (
        "An instance that is still booting fails the load balancer's health check. Without a grace "
        "period the group terminates it and launches the next one, again and again. For as long as "
        "it lasts a dead instance stays, and for as long as the warm-up lasts scaling counts "
        "without it."
    )
    instead = "Set HealthCheckGracePeriod to the slowest boot, in step with the signal's timeout"
    assumes = "the boot takes a minute or more"
    source_url = aws("autoscaling/ec2/userguide/health-check-grace-period.html")
    tags = ["autoscaling", "balancing"]
    types = (GROUP,)
    options = {
        "least": {"default": 60, "type": "integer"},
        "most": {"default": 3600, "type": "integer"},
    }

    def check(self, resource: Resource) -> Iterator[Finding]:
        yield from self._too_long(resource)
        if "ELB" not in shown(resource.get("HealthCheckType")).split(",") or launching_hooks(
            resource
        ):
            return
        grace = resource.number("HealthCheckGracePeriod")
        if not resource.has("HealthCheckGracePeriod"):
            yield resource.finding(
                "Health checks of type ELB have no grace period", "HealthCheckType"
            )
        elif grace is not None and grace < self.config["least"]:
            yield resource.finding(f"A grace period of {grace:g} seconds", "HealthCheckGracePeriod")

    def _too_long(self, resource: Resource) -> Iterator[Finding]:
        """Longer than the deploy lets an instance boot, or than an hour."""
        waited = seconds(resource.part("CreationPolicy", "ResourceSignal", "Timeout"))
        most = max(waited or 0, self.config["most"])
        for key in ("HealthCheckGracePeriod", "DefaultInstanceWarmup"):
            length = resource.number(key)
            if length is not None and length > most:
                yield resource.finding(f"{shown_seconds(length)} of {key}", key)
