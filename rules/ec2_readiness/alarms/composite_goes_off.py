"""A composite alarm that is on when all is well."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import COMPOSITE, Finding, Resource, Rule, aws, shown


class CompositeGoesOff(Rule):
    id = "WR9639"
    shortdesc = "A composite alarm is off while the alarms that it names are"
    description = (
        "An alternative of OK() or NOT ALARM() is true in normal operation: the composite alarm is "
        "on all the time, and its actions never run again."
    )
    instead = "Write ALARM() in each alternative, and OK() only beside an AND"
    assumes = "the alarms that it names are in the state OK when all is well"
    source_url = aws("AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html")
    tags = ["alarms"]
    types = (COMPOSITE,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        text = shown(resource.get("AlarmRule"))
        plain = re.sub(r'"[^"]*"', "x", text)
        plain = re.sub(r"\b(ALARM|OK|INSUFFICIENT_DATA)\s*\(([^()]*)\)", r"\1:x", plain)
        if "(" in plain or "AT_LEAST" in plain:
            return
        for part in re.split(r"\bOR\b", plain):
            words = [word for word in re.split(r"\bAND\b", part) if word.strip()]
            if words and all(re.match(r"\s*(?:OK|NOT\s+ALARM):x", word) for word in words):
                yield resource.finding(
                    f"The rule holds when all is well: {part.strip()[:40]}", "AlarmRule"
                )
                return
