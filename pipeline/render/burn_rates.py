"""The alarms on the burn rates of service level objectives."""

from __future__ import annotations

from pipeline.config.settings_function import Values
from pipeline.render.alarm_table import BURNS, MIN_FAILURES


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
