"""Play a timeline through the alarms of a template; the result is the messages sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.cloudwatch.composite_alarm import CompositeAlarm, names
from tests.cloudwatch.evaluation import ALARM, INSUFFICIENT_DATA, OK
from tests.cloudwatch.metric_alarm import MetricAlarm
from tests.stories.stack_alarms import StackAlarms
from tests.stories.timeline import Timeline

Data = dict[str, Any]
_ACTIONS = {ALARM: "AlarmActions", OK: "OKActions", INSUFFICIENT_DATA: "InsufficientDataActions"}


@dataclass
class Player:
    """The alarms that exist so far, and the messages that they sent."""

    alarms: StackAlarms
    timeline: Timeline
    messages: list[str] = field(default_factory=list)
    _metric: dict[str, MetricAlarm] = field(default_factory=dict)
    _composite: dict[str, CompositeAlarm] = field(default_factory=dict)

    def play(self) -> list[str]:
        """Return the messages as `minute receiver state: text`, in order."""
        for now in range(self.timeline.minutes):
            if now == 0 and not self.timeline.creation:
                self._create(now - 1)
                self._settle(now - 1)
            self._create(now)
            for text in self.timeline.notices(now):
                self._send(now, text["topics"], text["text"], {"Event": text["text"]})
            self._evaluate(now)
        return self.messages

    def _create(self, now: int) -> None:
        """Create the alarms that CloudFormation has come to."""
        for name, properties in {**self.alarms.metric, **self.alarms.composite}.items():
            after = self.timeline.group_complete if name in self.alarms.after_group else 0
            if now < after and self.timeline.creation:
                continue
            if name in self.alarms.metric:
                self._metric.setdefault(name, MetricAlarm(properties))
            else:
                self._composite.setdefault(name, CompositeAlarm(properties))

    def _settle(self, now: int) -> None:
        """Bring all alarms to the state that they have had for long."""
        for alarm in self._metric.values():
            alarm.update(self.timeline, now)
        for _ in self._composite:
            for composite in self._composite.values():
                composite.acted = composite.update(self._states(), now - 10**5)
        for name, each in self._every().items():
            if each.state == ALARM:  # it was on before anything happened
                self._act(now, name, each.properties, OK, ALARM)

    def _states(self) -> dict[str, str]:
        return {name: alarm.state for name, alarm in self._every().items()}

    def _every(self) -> dict[str, MetricAlarm | CompositeAlarm]:
        return {**self._metric, **self._composite}

    def _evaluate(self, now: int) -> None:
        for name, alarm in self._metric.items():
            before = alarm.state
            if alarm.update(self.timeline, now) != before:
                self._act(now, name, alarm.properties, before, alarm.state)
        for name in self._ordered():
            self._composite[name].update(self._states(), now)
        for name, composite in self._composite.items():
            if composite.due(self._states(), now):
                before, composite.acted = composite.acted, composite.state
                self._act(now, name, composite.properties, before, composite.state)

    def _ordered(self) -> list[str]:
        """Return the composite alarms, those that others name first."""
        found: list[str] = []

        def visit(name: str) -> None:
            for each in names(self._composite[name].properties["AlarmRule"]):
                if each in self._composite and each not in found:
                    visit(each)
            if name not in found:
                found.append(name)

        for name in self._composite:
            visit(name)
        return found

    def _act(self, now: int, name: str, alarm: Data, before: str, state: str) -> None:
        if alarm.get("ActionsEnabled", True) is False:
            return
        sentence = alarm.get("AlarmDescription", name).split(". ")[0].rstrip(".")
        message = {"AlarmName": name, "OldStateValue": before, "NewStateValue": state}
        self._send(now, alarm.get(_ACTIONS[state], []), f"{state}: {sentence}", message)

    def _send(self, now: int, actions: list[str], text: str, message: Data) -> None:
        for receiver in self.alarms.receivers(actions, message):
            self.messages.append(f"{now} {receiver} {text}")
