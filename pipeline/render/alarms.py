"""The alarms of a stack: which there are, which composite alarm each belongs to, who gets them.

The partials hold what each alarm watches; what several places need to know about it is here.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from pipeline.config.reader import reads
from pipeline.instance_types import is_unlimited_by_default
from pipeline.render.rollback import rollback_configuration

Values = dict[str, Any]


class Alarm(NamedTuple):
    """A metric alarm: its logical id, its key in the settings, its composite alarm if it has one.

    An alarm that is part of a composite alarm has no actions, the composite has.
    """

    id: str
    setting: str
    parent: str = ""
    rolls_back: bool = False


USERS_AFFECTED = "UsersAffectedAlarm"
FAST_BURN, SLOW_BURN = "SLOFastBurnAlarm", "SLOSlowBurnAlarm"
# A ticket each, which waits while users are affected.
TICKETS = ("InstancesAlarm", "CapacityAlarm", "ApplicationErrorsAlarm")

ALARMS = (
    # The Auto Scaling group names those that roll back, so they must not name the group.
    Alarm("LoadBalancer5XXAlarm", "load_balancer_5xx", USERS_AFFECTED, rolls_back=True),
    Alarm("Target5XXAlarm", "target_5xx", USERS_AFFECTED, rolls_back=True),
    Alarm("LatencyAlarm", "latency", USERS_AFFECTED, rolls_back=True),
    Alarm("HealthyHostsAlarm", "healthy_hosts", USERS_AFFECTED),
    Alarm("EmptyGroupAlarm", "healthy_hosts", USERS_AFFECTED),
    Alarm("RejectedConnectionsAlarm", "rejected_connections", USERS_AFFECTED),
    Alarm("UnhealthyHostsAlarm", "unhealthy_hosts", "InstancesAlarm"),
    Alarm("BelowMinimumAlarm", "below_minimum", "InstancesAlarm"),
    Alarm("StatusChecksAlarm", "status_checks", "InstancesAlarm"),
    Alarm("ConnectionErrorsAlarm", "connection_errors", "InstancesAlarm"),
    Alarm("CPUHighAlarm", "cpu_high", "CapacityAlarm"),
    Alarm("AtMaximumAlarm", "at_maximum", "CapacityAlarm"),
    Alarm("LogErrorsAlarm", "log_errors", "ApplicationErrorsAlarm"),
    Alarm("CPUCreditsAlarm", "cpu_credits"),
    Alarm("MemoryAlarm", "memory"),
    Alarm("DiskAlarm", "disk"),
    Alarm("TelemetryAlarm", "telemetry"),
    Alarm("TLSErrorsAlarm", "tls_errors"),
    Alarm("BlockedRequestsAlarm", "blocked_requests"),
    Alarm("AlertFailuresAlarm", "alert_failures"),
)

# Failures in the long window below which a share says nothing: one in a quiet night is all of it.
MIN_FAILURES = 10
# An error budget of 30 days that is spent in two days is a page, in five days a ticket; the short
# window ends the alarm soon after the errors do. https://sre.google/workbook/alerting-on-slos/
BURNS: dict[str, dict[str, Any]] = {
    "Fast": {"rate": 14.4, "windows": {"Long": 3600, "Short": 300}},
    "Slow": {"rate": 6, "windows": {"Long": 21600, "Short": 1800}},
}


@reads("alerts.topic_arn", "alerts.tickets", "scaling.schedule")
def receivers(values: Values) -> Values:
    """Return `alert_topic`, which gets pages, `ticket_topic`, the same if there is no other.

    And `sleeps`, whether a schedule ends in no instances.
    """
    page, ticket = _topics(values)
    return {"alert_topic": page, "ticket_topic": ticket, "sleeps": _sleeps(values)}


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
    "fleet.min_size",
    "fleet.max_size",
    "scaling.schedule",
    "alb.waf.managed_rules",
    "deployment.rollback_minutes",
)
def derive(values: Values) -> Values:
    """Return what the partials need: ids, actions, composite alarms, and those that roll back."""
    present = [alarm for alarm in ALARMS if _exists(alarm, values)]
    burns = slo_alarms(values)
    on = values["alarms"]["users_affected"]["enabled"]
    composites = _composites(present, burns, suppressed=on)
    if not on:
        composites.pop(USERS_AFFECTED, None)
    rolling_back = [
        *(alarm.id for alarm in present if alarm.rolls_back),
        *([FAST_BURN] if FAST_BURN in composites else []),
    ]
    return {
        "alarm_ids": [alarm.id for alarm in present],
        "alarm_actions": _actions(values, present, burns, composites),
        "composite_alarms": composites,
        "slo_alarms": burns,
        "suppressor": USERS_AFFECTED if USERS_AFFECTED in composites else "",
        "rollback_alarms": [{"Ref": name} for name in rolling_back],
        "rollback_configuration": rollback_configuration(
            rolling_back, values["deployment"]["rollback_minutes"]
        ),
    }


def slo_alarms(values: Values) -> dict[str, Values]:
    """Return the alarms on burn rates by id: the objective, the speed, the window, the limit."""
    slo, found = values["slo"], {}
    objectives = {}
    if slo["availability"] is not None:
        objectives["Availability"] = (100 - slo["availability"], None)
    if slo["latency"]["p99"] is not None:
        objectives["Latency"] = (1, slo["latency"]["p99"])
    for objective, (budget, seconds) in objectives.items():
        for speed, burn in BURNS.items():
            for window, period in burn["windows"].items():
                # All requests fail long before a loose objective's budget is spent that fast.
                percent = min(round(budget * burn["rate"], 6), 99)
                found[f"SLO{objective}{speed}{window}Alarm"] = {
                    "objective": objective, "speed": speed, "period": period,
                    "percent": percent, "seconds": seconds,
                    "failures": MIN_FAILURES if window == "Long" else 1,
                }  # fmt: skip
    return found


def _exists(alarm: Alarm, values: Values) -> bool:
    """Tell whether an alarm is switched on, and watches something that there is."""
    if not values["alarms"][alarm.setting]["enabled"]:
        return False
    if alarm.id == "EmptyGroupAlarm":
        return _sleeps(values)
    if alarm.id == "CPUCreditsAlarm":
        return is_unlimited_by_default(values["fleet"]["instance_type"])
    if alarm.id == "BlockedRequestsAlarm":
        return bool(values["alb"]["waf"]["managed_rules"])
    if alarm.id == "TelemetryAlarm":
        return any(values["alarms"][name]["enabled"] for name in ("memory", "disk"))
    if alarm.id == "AtMaximumAlarm":
        return _can_grow(values)
    if alarm.id == "AlertFailuresAlarm":
        return bool(values["alerts"]["fallback_email"] and not values["alerts"]["topic_arn"])
    return True


def _can_grow(values: Values) -> bool:
    """Tell whether the group's size can change: at one fixed size it is at its maximum always."""
    fleet, schedule = values["fleet"], values["scaling"]["schedule"]
    return bool(fleet["max_size"] > fleet["min_size"] or schedule)


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


def _actions(
    values: Values, present: list[Alarm], burns: Values, composites: Values
) -> dict[str, Values]:
    """Return each alarm's actions by id; none where a composite alarm has them."""
    page, ticket = _topics(values)
    fallback = {"Ref": "FallbackTopic"}
    topics = {alarm.id: ticket for alarm in present if alarm.parent not in composites}
    topics |= {alarm.id: page for alarm in present if alarm.parent == USERS_AFFECTED}
    topics |= dict.fromkeys(composites, ticket) | {USERS_AFFECTED: page, FAST_BURN: page}
    topics["AlertFailuresAlarm"] = fallback
    silent = {alarm.id for alarm in present if alarm.parent in composites} | set(burns)
    if USERS_AFFECTED in composites:
        silent.add(FAST_BURN)
    ok = values["alerts"]["notify_ok"]
    return {
        # That alerts arrive again is seen where they do.
        name: {"AlarmActions": [topic], "OKActions": [topic] if ok and topic != fallback else []}
        for name, topic in topics.items()
        if name not in silent
    }
