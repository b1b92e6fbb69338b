"""A composite alarm knows others by name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import ALARM, COMPOSITE, Finding, Hole, Resource, Rule, Text, aws, shown

CALL = re.compile(r"\b([A-Za-z_]+)\s*\(")
STATES = ("ALARM", "OK", "INSUFFICIENT_DATA", "AND", "OR", "NOT", "TRUE", "FALSE", "AT_LEAST")


class CompositeNamesAlarms(Rule):
    id = "ER9620"
    shortdesc = "A composite alarm's rule is well formed and names alarms that exist"
    description = (
        "CloudWatch refuses a composite alarm whose rule does not parse, or which names an "
        "alarm that is not there yet: alarms are named by AlarmName, not by logical id."
    )
    instead = 'Write AlarmRule: !Sub \'ALARM("${FirstAlarm}") AND ALARM("${SecondAlarm}")\''
    source_url = aws("AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html")
    tags = ["alarms"]
    types = (COMPOSITE,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        rule = resource.get("AlarmRule")
        target = resource.view.target(rule)
        if target is not None and target.type in (ALARM, COMPOSITE):
            yield resource.finding(f"{target.name} stands without ALARM()", "AlarmRule")
        if rule is None or isinstance(rule, Hole):
            return
        for problem in self._problems(resource, rule):
            late = problem.startswith("The composite does not wait")
            unless = "the other alarm happens to be there first" if late else ""
            yield resource.finding(problem, "AlarmRule", unless=unless)
            return

    def _problems(self, resource: Resource, rule: object) -> Iterator[str]:
        text = shown(rule)
        bare = re.sub(r'"[^"]*"', "", text)
        if bare.count("(") != bare.count(")"):
            yield "The rule's parentheses do not match"
        loose = self._loose(resource, text)
        if loose:
            yield f"{loose} stands without ALARM(), OK() or INSUFFICIENT_DATA()"
        if re.search(r"\|\||&&|!", bare):
            yield "The rule has operators other than AND, OR and NOT"
        if resource.is_ref(resource.get("ActionsSuppressor")):
            yield "The alarm suppresses its own actions"
        for state in CALL.findall(bare):
            if state not in STATES:
                yield f"{state} is no state of an alarm"
        names = re.findall(r"\b(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*\"?([^\"()]+?)\"?\s*\)", text)
        yield from (
            problem for problem in (self._name(resource, name) for name in names) if problem
        )
        for part in rule.parts if isinstance(rule, Text) else ():
            target = resource.view.target(part)
            if target is not None and target.is_other_than(ALARM, COMPOSITE):
                yield f"{target.name} is no alarm"

    @staticmethod
    def _loose(resource: Resource, text: str) -> str:
        """An alarm that no function is asked about; empty where there is none."""
        if "AT_LEAST" in text:
            return ""  # lists the alarms in parentheses of its own
        quoted = re.sub(r'"[^"]*"', "name", text)
        outside = re.sub(r"\b[A-Z_]+\s*\([^()]*\)", "TRUE", quoted)
        bare = re.sub(r"\b[A-Z_]+\s*\([^()]*\)", "TRUE", text)
        for match in re.finditer(r"\$\{(\w+)\}", outside if quoted == text else bare):
            found = resource.view.resources.get(match[1])
            if found is not None and found.type in (ALARM, COMPOSITE):
                return match[1]
        return ""

    @staticmethod
    def _name(resource: Resource, name: str) -> str:
        if "${" in name:
            return ""
        alarms = resource.view.of(ALARM, COMPOSITE)
        by_name = [a for a in alarms if a.string("AlarmName") == name]
        if (
            by_name
            and resource.name != ""
            and by_name[0].name not in resource.view.before(resource)
        ):
            return f"The composite does not wait for {by_name[0].name}"
        if not by_name and any(a.name == name for a in alarms):
            return f"{name} is a logical id, not the alarm's name"
        return ""
