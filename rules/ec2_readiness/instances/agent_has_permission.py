"""An agent that may not publish."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import (
    Finding,
    Rule,
    View,
    agents,
    allowed,
    allows,
    aws,
    launches,
    prepared,
)

STARTED = re.compile(
    r"amazon-cloudwatch-agent-ctl\b|(?:systemctl|service)[^\n]*amazon-cloudwatch-agent"
)


class AgentHasPermission(Rule):
    id = "ER9410"
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
            needed = self._needed(view)
            for role in launch.roles or []:
                granted = allowed(role)
                if granted is None:
                    continue
                missing = [action for action in needed if not allows(granted, action)]
                if missing and (len(missing) == len(needed) or any(agents(view))):
                    unless = "another stack allows it" if view.is_exposed(role) else ""
                    text = f"The CloudWatch agent has no {missing[0]}"
                    yield role.finding_at(text, unless=unless)

    @staticmethod
    def _needed(view: View) -> list[str]:
        """What its configuration needs; both where that is not here."""
        configured = list(agents(view))
        metrics = any(agent.metrics is not None for agent in configured) or not configured
        logs = any(agent.logs is not None for agent in configured) or not configured
        actions = ["cloudwatch:PutMetricData"] if metrics else []
        return [*actions, "logs:PutLogEvents"] if logs else actions
