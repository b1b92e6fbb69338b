"""Hooks of cfn-hup that never run."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, aws, launches

PATH = re.compile(r"(?m)^\s*path\s*=\s*Resources\.(\w+)")
TRIGGERS = re.compile(r"(?m)^\s*triggers\s*=\s*([^\n]+)")
KNOWN = ("post.add", "post.update", "post.remove")


class HupHooksValid(Rule):
    id = "WR9455"
    shortdesc = "A hook of cfn-hup watches a resource of the template, for an event that exists"
    description = (
        "cfn-hup runs a hook when the metadata at its path changes, and knows post.add, "
        "post.update and post.remove. With another path or trigger the hook never runs."
    )
    instead = "Write triggers=post.update, and path=Resources.<logical id>.Metadata.<key>"
    source_url = aws("AWSCloudFormation/latest/UserGuide/cfn-hup.html")
    tags = ["instances", "boot"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            text = launch.boot_text or ""
            if "triggers" not in text:
                continue
            for name in PATH.findall(text):
                if name not in view.resources:
                    yield launch.finding(f"cfn-hup watches {name}, which is not there", "UserData")
            for words in TRIGGERS.findall(text):
                unknown = [word for word in re.split(r"[,\s]+", words.strip()) if word not in KNOWN]
                if unknown and "$" not in unknown[0]:
                    yield launch.finding(f"cfn-hup knows no trigger {unknown[0]}", "UserData")
