"""An agent that is configured and not started."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, aws, commands, launches, prepared

UNIT = re.compile(r"(?:systemctl|service)\b[^\n]*amazon-cloudwatch-agent")


class AgentIsStarted(Rule):
    id = "WR9432"
    shortdesc = "The CloudWatch agent is started once it is configured"
    description = (
        "amazon-cloudwatch-agent-ctl -a fetch-config only takes the configuration over; the "
        "agent starts with -s, with -a start or through systemctl."
    )
    instead = "Add -s to the call"
    assumes = "the image does not start the agent by itself"
    source_url = aws(
        "AmazonCloudWatch/latest/monitoring/install-CloudWatch-Agent-commandline-fleet.html"
    )
    tags = ["instances", "boot", "alarms"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            text = prepared(launch.boot_text or "")
            calls = list(commands(text, "amazon-cloudwatch-agent-ctl"))
            fetches = any("fetch-config" in call for call in calls)
            starts = any(re.search(r"\s-s\b|-a\s+start\b", call) for call in calls)
            if fetches and not starts and not UNIT.search(text) and launch.is_stock_linux:
                yield launch.finding("The agent is configured and not started", "UserData")
