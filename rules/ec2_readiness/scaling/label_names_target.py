"""The label by which request tracking finds its target group."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    LOAD_BALANCER,
    POLICY,
    TARGET_GROUP,
    Finding,
    Hole,
    Resource,
    Rule,
    Text,
    aws,
)

KEYS = ("TargetTrackingConfiguration", "PredefinedMetricSpecification")


class LabelNamesTarget(Rule):
    id = "ER9316"
    shortdesc = "Request count tracking has the label of load balancer and target group"
    description = (
        "ALBRequestCountPerTarget needs the label <load balancer's full name>/<target group's "
        "full name>; without it, or with ARNs, names or the two swapped, the policy is refused."
    )
    instead = (
        "Write ResourceLabel: !Sub "
        "'${LoadBalancer.LoadBalancerFullName}/${TargetGroup.TargetGroupFullName}'"
    )
    source_url = aws("autoscaling/ec2/APIReference/API_PredefinedMetricSpecification.html")
    tags = ["autoscaling", "scaling", "balancing"]
    types = (POLICY,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        if resource.get(*KEYS, "PredefinedMetricType") != "ALBRequestCountPerTarget":
            return
        label = resource.get(*KEYS, "ResourceLabel")
        if label is None:
            yield resource.finding("The request count has no ResourceLabel", *KEYS)
            return
        problem = self._problem(resource, label)
        if problem:
            yield resource.finding(problem, *KEYS, "ResourceLabel")

    def _problem(self, resource: Resource, label: object) -> str:
        if isinstance(label, str):
            fits = label.startswith("app/") and "/targetgroup/" in label
            return "" if fits else f"{label!r} is no such label"
        parts = label.parts if isinstance(label, Text) else (label,)
        for part in parts:
            problem = self._part(resource, part) if isinstance(part, Hole) else ""
            if problem:
                return problem
        return self._order(resource, [part for part in parts if isinstance(part, Hole)], parts)

    @staticmethod
    def _part(resource: Resource, hole: Hole) -> str:
        target = resource.view.target(hole)
        wanted = {LOAD_BALANCER: "LoadBalancerFullName", TARGET_GROUP: "TargetGroupFullName"}
        if target is not None and target.type in wanted and hole.attribute != wanted[target.type]:
            return f"{hole.shown()} is not the full name ({wanted[target.type]}) of {target.name}"
        return ""

    @staticmethod
    def _order(resource: Resource, holes: list[Hole], parts: tuple[object, ...]) -> str:
        targets = [resource.view.target(hole) for hole in holes]
        kinds = [target.type for target in targets if target is not None]
        if kinds == [TARGET_GROUP, LOAD_BALANCER]:
            return "The label has target group and load balancer swapped"
        if len(parts) == 1 and len(kinds) == 1:
            return "The label names only one of load balancer and target group"
        slash = [part for part in parts if isinstance(part, str)]
        if kinds == [LOAD_BALANCER, TARGET_GROUP] and slash != ["/"]:
            return "The label's two names are not joined by one slash"
        return ""
