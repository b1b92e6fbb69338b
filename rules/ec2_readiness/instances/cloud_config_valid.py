"""Cloud-config that is no YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml
from ec2_readiness.engine import Finding, Rule, View, aws, cloud_config, launches


class CloudConfigValid(Rule):
    id = "ER9439"
    shortdesc = "Cloud-config is valid YAML"
    description = (
        "cloud-init reads what begins with #cloud-config as YAML. If it does not parse, or is "
        "no mapping, nothing of it is done."
    )
    instead = "Correct the YAML below #cloud-config"
    source_url = aws("AWSEC2/latest/UserGuide/user-data.html")
    tags = ["instances", "boot"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            text = cloud_config(launch.script or "")
            if text is None or re.search(r"(?m)^\s*filled\s*$", text):
                continue  # what is filled in may be any text
            try:
                parsed = yaml.safe_load(text)
            except yaml.YAMLError as error:
                line = getattr(getattr(error, "problem_mark", None), "line", -1) + 1
                yield launch.finding(f"The cloud-config does not parse at line {line}", "UserData")
            else:
                if parsed is not None and not isinstance(parsed, dict):
                    yield launch.finding("The cloud-config is no mapping", "UserData")
