"""An agent that may not publish."""

from __future__ import annotations

import re
from collections.abc import Iterator

from readiness import Finding, Rule, View, allowed, allows, aws, launches, prepared

STARTED = re.compile(
    r"amazon-cloudwatch-agent-ctl\b|(?:systemctl|service)[^\n]*amazon-cloudwatch-agent"
)


class AgentHasPermission(Rule):
    id = "E9410"
    shortdesc = "The role of instances with the CloudWatch agent lets it publish"
    description = (
        "Without cloudwatch:PutMetricData and logs:PutLogEvents the agent runs and nothing "
        "arrives: no memory, no disk, no logs, and alarms on them stay without data."
    )
    instead = "Attach CloudWatchAgentServerPolicy, or allow the two actions"
    source_url = aws(
        "AmazonCloudWatch/latest/monitoring/create-iam-roles-for-cloudwatch-agent.html"
    )
    tags = ["instances", "boot", "permissions", "alarms"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            if not STARTED.search(prepared(launch.boot_text or "")):
                continue
            if not launch.has("IamInstanceProfile"):
                yield launch.finding(
                    "The agent is started, but there is no instance profile", "UserData"
                )
            for role in launch.roles or []:
                granted = allowed(role)
                publishing = ("cloudwatch:PutMetricData", "logs:PutLogEvents")
                if granted is not None and not any(
                    allows(granted, action) for action in publishing
                ):
                    yield role.finding_at(
                        "The CloudWatch agent may publish neither metrics nor logs"
                    )
