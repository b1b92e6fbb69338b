"""A group behind a load balancer that ignores its verdict."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, Finding, Resource, Rule, attached_target_groups, aws, string


class BalancerHealthCounts(Rule):
    id = "WR9302"
    shortdesc = "A group behind a load balancer replaces what the load balancer finds unhealthy"
    description = (
        "With health checks of type EC2 or EBS alone an instance whose application has stopped "
        "stays in the group: the load balancer stops sending to it, and it is not replaced."
    )
    instead = "Set HealthCheckType: ELB with a HealthCheckGracePeriod"
    source_url = aws("autoscaling/ec2/userguide/as-add-elb-healthcheck.html")
    tags = ["autoscaling", "balancing"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        kind = resource.get("HealthCheckType")
        if attached_target_groups(resource) and (kind is None or self._ignores(string(kind))):
            key = "HealthCheckType" if kind else "TargetGroupARNs"
            yield resource.finding(
                "The load balancer's health checks do not count for this group", key
            )

    @staticmethod
    def _ignores(kinds: str | None) -> bool:
        return kinds is not None and all(
            kind.strip() in ("EC2", "EBS") for kind in kinds.split(",")
        )
