"""What must be there before instances boot or a load balancer is created."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    GROUP,
    LOAD_BALANCER,
    Finding,
    Resource,
    Rule,
    View,
    attached_target_groups,
    aws,
    comes_after,
    launch_for,
    leading_to,
    reaches_outside,
)

ROUTE, ASSOCIATION = "AWS::EC2::Route", "AWS::EC2::SubnetRouteTableAssociation"
GATEWAY = "AWS::EC2::VPCGatewayAttachment"


class WaysAreThereFirst(Rule):
    id = "WR9482"
    shortdesc = "Instances start after their routes and listeners, load balancers after the gateway"
    description = (
        "CloudFormation creates in parallel what does not refer to each other. An instance that "
        "boots before its subnet has a route fails to install anything; its target is unused until "
        "a listener forwards to it; an internet-facing load balancer is refused in a VPC without "
        "gateway."
    )
    instead = "Add DependsOn with the route, the listener or the gateway attachment"
    assumes = (
        "what the boot script calls lies beyond the route, and it waits for its target where it "
        "asks for it"
    )
    source_url = aws("AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html")
    tags = ["instances", "network", "balancing"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for group in view.of(GROUP):
            yield from self._routes(group)
            yield from self._listeners(group)
        for balancer in view.of(LOAD_BALANCER):
            if balancer.get("Scheme") in (None, "internet-facing"):
                vpcs = {s.resource("VpcId") for s in balancer.resources("Subnets")} - {None}
                for gateway in view.of(GATEWAY):
                    same = gateway.resource("VpcId") in vpcs and gateway.has("InternetGatewayId")
                    if same and not comes_after(balancer, gateway):
                        yield balancer.finding_at(
                            f"The load balancer does not wait for {gateway.name}"
                        )

    @staticmethod
    def _routes(group: Resource) -> Iterator[Finding]:
        launch = launch_for(group)
        subnets = {subnet.name for subnet in group.resources("VPCZoneIdentifier")}
        if launch is None or not reaches_outside(launch.script or "") or not subnets:
            return
        tables = {
            one.resource("RouteTableId")
            for one in group.view.of(ASSOCIATION)
            if any(subnet.name in subnets for subnet in one.resources("SubnetId"))
        } - {None}
        for route in group.view.of(ROUTE):
            outward = route.get("DestinationCidrBlock") == "0.0.0.0/0"
            if (
                outward
                and route.resource("RouteTableId") in tables
                and not comes_after(group, route)
            ):
                yield group.finding_at(f"The instances do not wait for {route.name}")
                return

    @staticmethod
    def _listeners(group: Resource) -> Iterator[Finding]:
        launch = launch_for(group)
        text = launch.boot_text or "" if launch is not None else ""
        if "describe-target-health" not in text and "target-in-service" not in text:
            return
        ways = [way for target in attached_target_groups(group) for way in leading_to(target)]
        if ways and not any(comes_after(group, way) for way in ways):
            yield group.finding_at(f"The instances do not wait for {ways[0].name}")
