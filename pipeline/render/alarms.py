"""The alarms of a stack: which there are, which composite alarm each belongs to, who gets them.

The partials hold what each alarm watches; what several places need to know about it is here.
"""

from __future__ import annotations

from typing import Any

from pipeline.config.settings_function import Values, reads
from pipeline.instance_types import is_unlimited_by_default
from pipeline.render.alarm_table import (
    ALARMS,
    FAST_BURN,
    SLOW_BURN,
    TICKETS,
    USERS_AFFECTED,
    Alarm,
)
from pipeline.render.burn_rates import slo_alarms
from pipeline.render.rollback import of_this_stack, rollback_configuration


@reads("alerts.topic_arn", "alerts.tickets")
def receivers(values: Values) -> Values:
    """Return `alert_topic`, which gets pages, `ticket_topic`, the same if there is no other."""
    page, ticket = _topics(values)
    return {"alert_topic": page, "ticket_topic": ticket}


@reads("scaling.schedule", "fleet.min_size", "fleet.max_size")
def schedules(values: Values) -> Values:
    """Return `sleeps`, whether a schedule ends in no instances, and `kept_in_service`.

    MinInstancesInService must be below MaxSize, also at the hours of a smaller one.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html
    """
    fleet, schedule = values["fleet"], values["scaling"]["schedule"]
    scheduled = [each["max_size"] for each in schedule if each["max_size"] is not None]
    least = min([fleet["max_size"], *scheduled])
    kept = max(min(fleet["min_size"], least - 1), 0)
    return {"sleeps": _sleeps(values), "kept_in_service": kept}


def _topics(values: Values) -> tuple[Any, Any]:
    settings = values["alerts"]
    page = settings["topic_arn"] or {"Ref": "AlertTopic"}
    tickets = settings["tickets"]
    made_here = {"Ref": "TicketTopic"} if tickets["email"] or tickets["https_endpoints"] else page
    return page, tickets["topic_arn"] or made_here


def _sleeps(values: Values) -> bool:
    schedule = values["scaling"]["schedule"]
    return any(0 in (action["min_size"], action["max_size"]) for action in schedule)


@reads(
    "alarms",
    "alerts.topic_arn",
    "alerts.tickets",
    "alerts.fallback_email",
    "alerts.notify_ok",
    "slo",
    "fleet.instance_type",
    "fleet.requirements",
    "fleet.min_size",
    "fleet.max_size",
    "scaling.schedule",
    "alb.waf.managed_rules",
    "alb.waf.count_only",
    "alb.existing.listener",
    "alb.rules",
    "alb.canary.target_group",
    "logs.metric_filters",
    "logs.query_alarms",
    "deployment.rollback_minutes",
)
def derive(values: Values) -> Values:
    """Return what the partials need: ids, actions, composite alarms, and those that roll back."""
    present = _present(values)
    burns = slo_alarms(values)
    on = values["alarms"]["users_affected"]["enabled"]
    composites = _composites(present, burns, suppressed=on)
    if not on:
        composites.pop(USERS_AFFECTED, None)
    rolling_back = [alarm.id for alarm in present if alarm.rolls_back]
    rolling_back += [FAST_BURN] if FAST_BURN in composites else []
    rolling_back = of_this_stack(rolling_back, values)
    return {
        "alarm_ids": [alarm.id for alarm in present],
        "alarm_actions": _actions(values, present, composites),
        "composite_alarms": composites,
        "slo_alarms": burns,
        "runbook_sections": _runbook_sections(values, present, burns),
        "rollback_alarms": [{"Ref": name} for name in rolling_back],
        "rollback_configuration": rollback_configuration(
            rolling_back, values["deployment"]["rollback_minutes"]
        ),
    }


def _runbook_sections(values: Values, present: list[Alarm], burns: Values) -> dict[str, str]:
    """Return the section of docs/runbooks.md that each metric alarm refers to."""
    speeds = {"Fast": FAST_BURN, "Slow": SLOW_BURN}
    sections = {alarm.id: alarm.id for alarm in present}
    sections |= {name: speeds[each["speed"]] for name, each in burns.items()}
    names = [each["name"] for each in values["logs"]["metric_filters"]]
    sections |= dict.fromkeys([f"{name}Alarm" for name in names], "MetricFilters")
    return {name: section.lower() for name, section in sections.items()}


def _present(values: Values) -> list[Alarm]:
    """Return the alarms that are switched on, and watch something that there is."""
    fleet, settings = values["fleet"], values["alarms"]
    fallback, given = values["alerts"]["fallback_email"], values["alerts"]["topic_arn"]
    resizable = [fleet["max_size"] > fleet["min_size"], values["scaling"]["schedule"]]
    waf = values["alb"]["waf"]
    # Metrics of a shared load balancer are of all applications behind it.
    own = not values["alb"]["existing"]["listener"]
    exists = {
        "LoadBalancer5XXAlarm": own,
        "RejectedConnectionsAlarm": own,
        "EmptyGroupAlarm": _sleeps(values),
        "CPUCreditsAlarm": _may_burst(fleet),
        "BlockedRequestsAlarm": waf["managed_rules"] and not waf["count_only"],
        "TelemetryAlarm": settings["memory"]["enabled"] or settings["disk"]["enabled"],
        # A group of one fixed size is at its maximum always.
        "AtMaximumAlarm": any(resizable),
        "AlertFailuresAlarm": fallback and not given,
    }
    return [
        alarm
        for alarm in ALARMS
        if settings[alarm.setting]["enabled"] and exists.get(alarm.id, True)
    ]


def _may_burst(fleet: Values) -> bool:
    """Whether an instance may use CPU credits beyond those that it earns."""
    requirements = fleet["requirements"]
    if requirements["vcpus_min"]:
        return bool(requirements["burstable"])
    return is_unlimited_by_default(fleet["instance_type"])


def _composites(present: list[Alarm], burns: Values, *, suppressed: bool) -> dict[str, Values]:
    """Return the rules of composite alarms by id, and for how long users' alarms suppress them."""
    rules = {}
    for speed, name in (("Fast", FAST_BURN), ("Slow", SLOW_BURN)):
        pairs = [each for each in burns if burns[each]["speed"] == speed]
        both = zip(pairs[::2], pairs[1::2], strict=True)
        if pairs:
            rules[name] = " OR ".join(f"({_on(long)} AND {_on(short)})" for long, short in both)
    for name in (USERS_AFFECTED, *TICKETS):
        parts = [alarm.id for alarm in present if alarm.parent == name]
        if name == USERS_AFFECTED and FAST_BURN in rules:
            parts.append(FAST_BURN)
        if parts:
            rules[name] = " OR ".join(map(_on, parts))
    waits = {*TICKETS, SLOW_BURN} if suppressed and USERS_AFFECTED in rules else set()
    return {
        name: {"rule": {"Fn::Sub": rule}, "waits": name in waits} for name, rule in rules.items()
    }


def _on(name: str) -> str:
    return f'ALARM("${{{name}}}")'


def _actions(values: Values, present: list[Alarm], composites: Values) -> dict[str, Values]:
    """Return each alarm's actions by id; none where a composite alarm has them."""
    parents = {alarm.id: alarm.parent for alarm in present}
    parents |= {FAST_BURN: USERS_AFFECTED}
    logs = values["logs"]
    own = [f"{each['name']}Alarm" for each in (*logs["metric_filters"], *logs["query_alarms"])]
    return {
        name: _acting(values, name, parents.get(name, ""))
        for name in [*(alarm.id for alarm in present), *own, *composites]
        if parents.get(name) not in composites
    }


def _acting(values: Values, name: str, parent: str) -> Values:
    """Return the topic that an alarm acts on: what users notice is a page, all else a ticket."""
    if name == "AlertFailuresAlarm":
        # That alerts arrive again is seen where they do.
        return {"AlarmActions": [{"Ref": "FallbackTopic"}], "OKActions": []}
    page, ticket = _topics(values)
    topic = page if USERS_AFFECTED in (name, parent) else ticket
    return {"AlarmActions": [topic], "OKActions": [topic] if values["alerts"]["notify_ok"] else []}


ALL = (receivers, schedules, derive)
