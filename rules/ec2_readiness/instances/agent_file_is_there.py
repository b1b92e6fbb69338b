"""A file of the agent that nothing writes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import (
    Finding,
    Rule,
    View,
    aws,
    configs,
    init_of,
    launches,
    pick,
    prepared,
    runs_others,
)

READ = re.compile(r"amazon-cloudwatch-agent-ctl[^\n]*?\s-c\s+['\"]?file:([^\s'\"]+)")


class AgentFileIsThere(Rule):
    id = "WR9431"
    shortdesc = "The CloudWatch agent's configuration is the file that the agent reads"
    description = (
        "amazon-cloudwatch-agent-ctl fails when the file behind -c file: is not there; the "
        "agent does not start, and metrics and logs do not come."
    )
    instead = "Write the configuration to the path that -c file: names"
    assumes = "no file of that name is on the image, where the template writes another one"
    source_url = aws(
        "AmazonCloudWatch/latest/monitoring/install-CloudWatch-Agent-commandline-fleet.html"
    )
    tags = ["instances", "boot", "alarms"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            text = prepared(launch.possible_text or "")
            written = self._written(view, text)
            for match in READ.finditer(prepared(launch.boot_text or "")):
                path = match[1]
                if "$" in path or path in written or path in text.replace(match[0], ""):
                    continue
                if launch.is_stock_linux and not runs_others(text):
                    yield launch.finding(f"Nothing writes {path}", "UserData")
                elif self._unread(written, text):
                    other = self._unread(written, text)
                    yield launch.finding(f"The agent reads {path}; written is {other}", "UserData")

    @staticmethod
    def _unread(written: set[str], text: str) -> str:
        """A configuration of the agent that is written and named nowhere else; empty for none."""
        found = [path for path in sorted(written) if "cloudwatch-agent" in path]
        ours = [path for path in found if path.endswith(".json")]
        return next((path for path in ours if f"file:{path}" not in text), "")

    @staticmethod
    def _written(view: View, text: str) -> set[str]:
        found = set(re.findall(r"(?:>|tee)\s+(\S+)", text))
        for resource in view.resources.values():
            for _, config in configs(init_of(resource), []):
                files = pick(config, "files")
                found |= set(files) if isinstance(files, dict) else set()
        return found
