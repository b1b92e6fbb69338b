"""Logs that go past the log group."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, aws, launches

NAME = re.compile(r"\"log_group_name\"\s*:\s*\"([^\"]+)\"|(?m:^\s*log_group_name\s*=\s*(\S+))")
GROUP = "AWS::Logs::LogGroup"


class AgentLogsToGroup(Rule):
    id = "WR9714"
    shortdesc = "The agent logs to a log group of the template"
    description = (
        "An agent that is given another name creates a log group of its own: without retention, "
        "encryption and metric filters, which watch the one that stays empty."
    )
    instead = 'Write "log_group_name": "${LogGroup}" with Fn::Sub'
    assumes = "the configuration in the template is the one that the agent reads"
    source_url = aws(
        "AmazonCloudWatch/latest/monitoring/CloudWatch-Agent-Configuration-File-Details.html"
    )
    tags = ["logs", "boot"]

    def check_view(self, view: View) -> Iterator[Finding]:
        groups = view.of(GROUP)
        names = {group.string("LogGroupName") for group in groups}
        if not groups:
            return
        for launch in launches(view):
            for match in NAME.finditer(launch.boot_text or ""):
                name = match[1] or match[2]
                if not any(mark in name for mark in "${%") and name not in names:
                    yield launch.finding(
                        f"The agent logs to {name!r}, which is no log group here", "UserData"
                    )
