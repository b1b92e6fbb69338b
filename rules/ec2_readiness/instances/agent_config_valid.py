"""What the CloudWatch agent does not know in its configuration."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from difflib import get_close_matches

from ec2_readiness.engine import (
    AGENT_COLLECTED,
    AGENT_LOGS,
    AGENT_MEANT,
    AGENT_MEASURED,
    AGENT_METRICS,
    AGENT_PLUGIN,
    AGENT_PLUGINS,
    AGENT_TOP,
    Finding,
    Rule,
    Value,
    View,
    aws,
    entries,
    every_config,
    launches,
    pick,
    prepared,
    shown,
)

MODE = re.compile(r"amazon-cloudwatch-agent-ctl[^\n;|&]*\s-m\s+(?!ec2\b|auto\b)(\w+)")


class AgentConfigValid(Rule):
    id = "WR9472"
    shortdesc = "The CloudWatch agent's configuration is one that the agent takes"
    description = (
        "The agent does not start with a file that is no JSON, or with -m onPremise where there "
        "are no credentials for it; a section or a measurement that it does not know is not "
        "collected."
    )
    instead = "Write the agent's own keys, and -m ec2"
    assumes = "a key that is nearly one of the agent's was meant as that"
    source_url = aws(
        "AmazonCloudWatch/latest/monitoring/CloudWatch-Agent-Configuration-File-Details.html"
    )
    tags = ["instances", "boot", "alarms"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for holder, name, config in every_config(view):
            files = pick(config, "files")
            for path, body in files.items() if isinstance(files, dict) else ():
                place = ("Metadata", "AWS::CloudFormation::Init", name, "files", path)
                problem = self._problem(path, pick(body, "content"))
                if problem:
                    yield holder.finding_at(f"{path}: {problem}", *place)
        for launch in launches(view):
            mode = MODE.search(prepared(launch.boot_text or ""))
            if mode:
                yield launch.finding(f"The agent runs with -m {mode[1]}", "UserData")

    @classmethod
    def _problem(cls, path: str, content: Value) -> str:
        text = shown(content)
        if isinstance(content, dict):
            return cls._of(content)
        if not text.lstrip().startswith("{") or not ("_collected" in text or "agent" in path):
            return ""
        try:
            parsed = json.loads(text)
        except json.JSONDecodeError as error:  # its words differ between versions of Python
            is_known = not ("${?}" in text or "{{" in text)
            return f"is no JSON near line {error.lineno}" if is_known else ""
        is_of_agent = "_collected" in text or "cloudwatch-agent" in path
        return cls._of(parsed) if is_of_agent and isinstance(parsed, dict) else ""

    @classmethod
    def _of(cls, config: dict[str, Value]) -> str:
        metrics, logs = config.get("metrics"), config.get("logs")
        collected = pick(metrics, "metrics_collected")
        found = [
            _unknown(config, AGENT_TOP) if "metrics" in config or "logs" in config else "",
            _unknown(metrics, AGENT_METRICS),
            _unknown(logs, AGENT_LOGS),
            _unknown(pick(logs, "logs_collected"), ("files", "windows_events", "journald")),
            _unknown(collected, AGENT_PLUGINS),
        ]
        for name, body in collected.items() if isinstance(collected, dict) else ():
            found.append(_unknown(body, AGENT_PLUGIN))
            found += [
                _unmeasured(name, shown(one)) for _, one in entries(pick(body, "measurement"))
            ]
        for _, file in entries(pick(logs, "logs_collected", "files", "collect_list")):
            found.append(_unknown(file, AGENT_COLLECTED))
        return next((problem for problem in found if problem), "")


def _unknown(body: Value, known: list[str] | tuple[str, ...]) -> str:
    for key in body if isinstance(body, dict) else ():
        near = [AGENT_MEANT[key]] if key in AGENT_MEANT else get_close_matches(key, known, 1, 0.8)
        if key not in known and near:
            return f"the agent knows no {key}; did you mean {near[0]}?"
    return ""


def _unmeasured(plugin: str, name: str) -> str:
    known = AGENT_MEASURED.get(plugin, [])
    plain = name.removeprefix(f"{plugin}_")
    near = get_close_matches(plain, known, 1, 0.8)
    return (
        f"{plugin} measures no {name}; did you mean {near[0]}?"
        if near and plain not in known
        else ""
    )
