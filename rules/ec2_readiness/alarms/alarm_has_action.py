"""An alarm without an action."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import ALARM, COMPOSITE, Finding, Resource, Rule, aws, strings, truth


class AlarmHasAction(Rule):
    id = "WR9604"
    shortdesc = "An alarm has an action"
    description = "An alarm without an action turns red in the console, and no person is notified."
    instead = "List a topic in AlarmActions, and do not set ActionsEnabled: false"
    source_url = aws("AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html")
    tags = ["alarms"]
    types = (ALARM, COMPOSITE)

    def check(self, resource: Resource) -> Iterator[Finding]:
        view = resource.view
        if truth(resource.get("ActionsEnabled")) is False and resource.has("AlarmActions"):
            yield resource.finding("The alarm's actions are disabled", "ActionsEnabled")
            return
        if resource.type == COMPOSITE and resource.has("OKActions"):
            if not resource.has("AlarmActions") and not view.is_exposed(resource):
                yield resource.finding_at("The alarm has no action when it goes off")
                return
        if view.users(resource) or view.is_exposed(resource) or self._is_named(resource):
            return
        if truth(resource.get("ActionsEnabled")) is False:
            yield resource.finding("The alarm's actions are disabled", "ActionsEnabled")
        elif not resource.get("AlarmActions") and not resource.get("InsufficientDataActions"):
            yield resource.finding_at("The alarm has no action when it goes off")

    @staticmethod
    def _is_named(resource: Resource) -> bool:
        """A composite alarm names it by the name it was given."""
        name = resource.string("AlarmName")
        rules = [r.get("AlarmRule") for r in resource.view.of(COMPOSITE)]
        return any(
            text is not None and (name or resource.name) in text
            for rule in rules
            for text in strings(rule)
        )
