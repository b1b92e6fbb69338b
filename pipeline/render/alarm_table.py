"""The alarms that a stack may have, and the composite alarm that each belongs to."""

from typing import Any, NamedTuple


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
TICKETS = ("GroupAlarm", "ApplicationErrorsAlarm")

ALARMS = (
    # The Auto Scaling group names those that roll back, so they must not name the group.
    Alarm("LoadBalancer5XXAlarm", "load_balancer_5xx", USERS_AFFECTED, rolls_back=True),
    Alarm("Target5XXAlarm", "target_5xx", USERS_AFFECTED, rolls_back=True),
    Alarm("LatencyAlarm", "latency", USERS_AFFECTED, rolls_back=True),
    Alarm("HealthyHostsAlarm", "healthy_hosts", USERS_AFFECTED),
    Alarm("EmptyGroupAlarm", "healthy_hosts", USERS_AFFECTED),
    Alarm("RejectedConnectionsAlarm", "rejected_connections", USERS_AFFECTED),
    Alarm("UnhealthyHostsAlarm", "unhealthy_hosts", "GroupAlarm"),
    Alarm("BelowMinimumAlarm", "below_minimum", "GroupAlarm"),
    Alarm("StatusChecksAlarm", "status_checks", "GroupAlarm"),
    Alarm("ConnectionErrorsAlarm", "connection_errors", "GroupAlarm"),
    Alarm("CPUHighAlarm", "cpu_high", "GroupAlarm"),
    Alarm("AtMaximumAlarm", "at_maximum", "GroupAlarm"),
    Alarm("LogErrorsAlarm", "log_errors", "ApplicationErrorsAlarm"),
    Alarm("CPUCreditsAlarm", "cpu_credits"),
    Alarm("MemoryAlarm", "memory"),
    Alarm("DiskAlarm", "disk"),
    Alarm("TelemetryAlarm", "telemetry"),
    Alarm("TLSErrorsAlarm", "tls_errors"),
    Alarm("BlockedRequestsAlarm", "blocked_requests"),
    Alarm("UnusualRequestsAlarm", "unusual_requests"),
    Alarm("UnusualLatencyAlarm", "unusual_latency"),
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
