"""The log streams of an instance, as the agent delivers them."""

from __future__ import annotations

from typing import Any

from tests.deploy.stack.deployed_stack import DeployedStack


def delivered(deployed: DeployedStack, instance: str) -> dict[str, list[str]]:
    """Return an instance's log lines by group and stream, as far as they were delivered."""
    client = deployed.client("logs")
    found: dict[str, list[str]] = {}
    for logical, group in deployed.physical_ids("AWS::Logs::LogGroup").items():
        for name in stream_names(client, group, instance):
            events = client.get_log_events(logGroupName=group, logStreamName=name)["events"]
            stream = name.partition("/")[2]
            found[f"{logical}/{stream}"] = [each["message"] for each in events]
    return found


def stream_names(client: Any, group: str, instance: str) -> list[str]:
    """Return the names of an instance's log streams; one response has only 50 streams."""
    pages = client.get_paginator("describe_log_streams").paginate(
        logGroupName=group, logStreamNamePrefix=f"{instance}/"
    )
    return [each["logStreamName"] for page in pages for each in page["logStreams"]]
