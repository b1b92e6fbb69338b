"""How the CloudWatch agent is configured, where the template says it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ec2_readiness.engine._fleet import launches
from ec2_readiness.engine._memo import memoized
from ec2_readiness.engine._values import (
    Value,
    as_list,
    entries,
    is_known,
    pick,
    shown,
    string,
    strings,
)
from ec2_readiness.engine._view import View

_OPENING = re.compile(r"\{\s*\"(?:agent|metrics|logs)\"")

# Plugins whose metrics are named after them.
PLAIN = ("mem", "disk", "swap")


@dataclass(frozen=True)
class Agent:
    """What one configuration collects."""

    metrics: dict[str, Value] | None
    logs: dict[str, Value] | None

    @property
    def namespace(self) -> str:
        return shown((self.metrics or {}).get("namespace", "CWAgent"))

    @property
    def aggregations(self) -> list[set[str | None]]:
        lists = (self.metrics or {}).get("aggregation_dimensions")
        return [{string(name) for name in as_list(names)} for _, names in entries(lists)]

    def measures(self, metric: str) -> bool:
        """By its own name, or by what follows the plugin's (`used_percent` of `mem`).

        What is not known of the plugin may measure it.
        """
        plugin, _, name = metric.partition("_")
        settings = pick(self.metrics, "metrics_collected", plugin)
        if not is_known(settings):
            return True
        collected = pick(settings, "measurement")
        if collected is not None and plugin in PLAIN:
            listed = [shown(pick(one, "name") or one) for one in as_list(collected)]
            renamed = [shown(pick(one, "rename")) for one in as_list(collected)]
            return metric in (*listed, *renamed) or name in listed
        words = set(re.findall(r"[\w%]+", " ".join(strings(self.metrics))))
        return metric in words or metric.split("_", 1)[-1] in words


@memoized
def agents(view: View) -> list[Agent]:
    """Every configuration in metadata, as a mapping or as text, and in boot scripts."""
    return list(_agents(view))


def _agents(view: View) -> Iterator[Agent]:
    for resource in view.resources.values():
        yield from _in_value(resource.part("Metadata", "AWS::CloudFormation::Init"))
    for launch in launches(view):
        yield from _in_text(launch.script or "")


def _in_value(value: Value) -> Iterator[Agent]:
    if isinstance(value, dict):
        metrics, logs = value.get("metrics"), value.get("logs")
        metrics = metrics if isinstance(metrics, dict) and "metrics_collected" in metrics else None
        logs = logs if isinstance(logs, dict) and "logs_collected" in logs else None
        if metrics is not None or logs is not None:
            yield Agent(metrics, logs)
            return
        for child in value.values():
            yield from _in_value(child)
    elif isinstance(value, list):
        for child in value:
            yield from _in_value(child)
    elif value is not None:
        yield from _in_text(shown(value))


def _in_text(text: str) -> Iterator[Agent]:
    if "_collected" not in text:
        return
    for match in _OPENING.finditer(text):
        try:
            parsed, _ = json.JSONDecoder().raw_decode(text, match.start())
        except ValueError:
            continue
        yield from _in_value(parsed)
