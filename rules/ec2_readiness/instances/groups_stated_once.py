"""Security groups in two places."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, aws, launches


class GroupsStatedOnce(Rule):
    id = "ER9420"
    shortdesc = "Security groups stand with the network interface if there is one"
    description = (
        "EC2 refuses a launch template that has NetworkInterfaces and SecurityGroupIds beside them."
    )
    instead = "Move the groups into NetworkInterfaces[0].Groups"
    source_url = aws("AWSEC2/latest/APIReference/API_RequestLaunchTemplateData.html")
    tags = ["instances"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            for key in ("SecurityGroupIds", "SecurityGroups"):
                if launch.prefix and launch.states("NetworkInterfaces") and launch.states(key):
                    yield launch.finding(
                        "Security groups beside network interfaces are refused", key
                    )
