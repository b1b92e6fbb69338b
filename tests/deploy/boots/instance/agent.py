"""Stand-in for the CloudWatch agent: delivers lines of files, and publishes metrics.

Lines wait in memory before they are sent, and an agent that is stopped loses those that wait.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Agent-Configuration-File-Details.html
(force_flush_interval, by default five seconds)
"""

from __future__ import annotations

import glob
import json
import os
import re
import time
import urllib.error
from pathlib import Path
from typing import Any

from tests.deploy.boots.instance.agent_ctl import KEPT
from tests.deploy.boots.instance.aws_call import instance_metadata, query, target

Data = dict[str, Any]
HELD = 3.0  # seconds that a line waits
_COMMON = Path("/opt/aws/amazon-cloudwatch-agent/etc/common-config.toml")


class Agent:
    """Delivers lines, and keeps the offset of each file."""

    def __init__(self, config: Data) -> None:
        self.config = config
        self.region = instance_metadata("placement/region")
        self.instance = instance_metadata("instance-id")
        self.read: dict[str, int] = {}
        self.streams: set[tuple[str, str]] = set()
        self.waiting: list[tuple[float, str, str, list[str]]] = []

    def deliver(self) -> None:
        """Read the lines that were added to the files, and send those that have waited."""
        self._read()
        while self.waiting and self.waiting[0][0] <= time.monotonic():
            _, group, stream, lines = self.waiting[0]
            self._put(group, stream, lines)
            del self.waiting[0]

    def _read(self) -> None:
        for each in (
            self.config.get("logs", {})
            .get("logs_collected", {})
            .get("files", {})
            .get("collect_list", [])
        ):
            for path in sorted(glob.glob(each["file_path"])):
                self._add(path, each)

    def _add(self, path: str, each: Data) -> None:
        with Path(path).open("rb") as file:
            file.seek(self.read.get(path, 0))
            data = file.read()
        whole = data[: data.rfind(b"\n") + 1]
        lines = [line for line in whole.decode("utf-8", "replace").splitlines() if line]
        if lines:
            stream = each["log_stream_name"].replace("{instance_id}", self.instance)
            due = time.monotonic() + HELD
            self.waiting.append((due, each["log_group_name"], stream, lines))
        self.read[path] = self.read.get(path, 0) + len(whole)

    def _put(self, group: str, stream: str, lines: list[str]) -> None:
        names = {"logGroupName": group, "logStreamName": stream}
        if (group, stream) not in self.streams:
            try:
                self._logs("CreateLogStream", names)
            except urllib.error.HTTPError as error:
                if b"AlreadyExists" not in error.read():
                    raise
            self.streams.add((group, stream))
        now = int(time.time() * 1000)
        events = [{"timestamp": now, "message": line} for line in lines]
        self._logs("PutLogEvents", {**names, "logEvents": events})

    def _logs(self, operation: str, body: Data) -> None:
        target("logs", f"Logs_20140328.{operation}", self.region, body)

    def measure(self) -> None:
        """Publish a value of each metric once; only the names are checked."""
        metrics = self.config.get("metrics")
        if not metrics:
            return
        if "${aws:AutoScalingGroupName}" in metrics.get("append_dimensions", {}).values():
            query("ec2", "DescribeTags", "2016-11-15", self.region)
        fields = {"Namespace": metrics.get("namespace", "CWAgent")}
        names = [
            f"{plugin}_{_name(each).removeprefix(plugin + '_')}"
            for plugin, settings in metrics.get("metrics_collected", {}).items()
            for each in settings.get("measurement", [])
        ]
        for index, name in enumerate(names, start=1):
            fields[f"MetricData.member.{index}.MetricName"] = name
            fields[f"MetricData.member.{index}.Value"] = "1"
        query("monitoring", "PutMetricData", "2010-08-01", self.region, **fields)


def _name(measurement: Any) -> str:
    return str(measurement["name"] if isinstance(measurement, dict) else measurement)


def proxies() -> dict[str, str]:
    """Return the proxies in the agent's common configuration."""
    text = _COMMON.read_text("utf-8") if _COMMON.exists() else ""
    return dict(re.findall(r'^(\w+) = "(.*)"$', text, re.MULTILINE))


def main() -> None:
    """Deliver lines until stopped."""
    os.environ["PROOF_CALLER"] = "agent"
    os.environ.update(proxies())
    config: Data = {}
    for path in sorted(KEPT.glob("*.json")):
        config |= json.loads(path.read_text("utf-8"))
    agent = Agent(config)
    agent.measure()
    while True:
        try:
            agent.deliver()
        except (urllib.error.URLError, OSError) as error:
            print(f"not delivered: {error}", flush=True)
        time.sleep(0.5)


if __name__ == "__main__":
    main()
