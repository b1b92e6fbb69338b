"""Health checks by a load balancer that is not there."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, Finding, Resource, Rule, aws, shown, sits_behind_balancer


class HealthTypeHasBalancer(Rule):
    id = "WR9303"
    shortdesc = "A group with load balancer health checks is registered with a load balancer"
    description = (
        "HealthCheckType ELB means the health checks of the target groups that the group is "
        "attached to. With none attached it gets no traffic and nothing checks the application."
    )
    instead = "List the target group in TargetGroupARNs, or set HealthCheckType: EC2"
    source_url = aws("autoscaling/ec2/userguide/attach-load-balancer-asg.html")
    tags = ["autoscaling", "balancing"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        kinds = shown(resource.get("HealthCheckType")).split(",")
        if "ELB" in kinds and not sits_behind_balancer(resource):
            yield resource.finding("No target group is attached to this group", "HealthCheckType")
