"""A row of a story: what holds in a minute, as sizes and numbers of requests."""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]

USUAL: Row = {
    "requests": "usual",
    "failing": 0,  # percent of the requests that the application answers with 5xx
    "errors": 0,  # further such answers, as a number
    "refused": 0,  # percent that the load balancer answers with 5xx: no target
    "slow": 0,  # percent that take slow_seconds
    "slow_seconds": 5,
    "blocked": 0,  # percent that the web ACL blocks
    "maintenance": False,
    "answered": 0,  # percent that a rule of alb.rules answers with 404
    "fixed_counted": True,  # whether AWS counts fixed responses of 5xx as HTTPCode_ELB_5XX
    "min": "min", "max": "max", "desired": "min", "in_service": "min",
    "healthy": "in_service", "unhealthy": 0,
    "cpu": 40, "memory": 50, "disk": 40, "surplus_credits": 0, "impaired": 0,
    "agents": "in_service",
    "undelivered": 0,
    "application_log": ["INFO served"], "system_log": [],
    "log_lines": 0,  # further lines that say Error
}  # fmt: skip


def number(value: Any, names: dict[str, int]) -> int:
    """Return a size: a number, a name, a name less a number, or a share such as half healthy."""
    if isinstance(value, int):
        return value
    if value == "none":
        return 0
    if value == "half":
        return names.get("in_service", names["min"]) // 2
    name, sign, rest = str(value).replace("-", " - ").replace("+", " + ").partition(" ")
    offset = int((sign + rest).replace(" ", "") or 0)
    return names[name] + offset


def numbers(state: Row) -> dict[str, int]:
    return {key: each for key, each in state.items() if isinstance(each, int)}


def requests_of(total: int, state: Row) -> Row:
    """Return how many requests are blocked, and which target answers the others, with what."""
    blocked = round(total * state["blocked"] / 100)
    rest = total - blocked
    fixed = rest if state["maintenance"] else 0
    answered = round((rest - fixed) * state["answered"] / 100)
    refused = round((rest - fixed - answered) * state["refused"] / 100)
    forwarded = rest - fixed - answered - refused
    failed = min(round(forwarded * state["failing"] / 100) + state["errors"], forwarded or 10**9)
    return {
        "blocked_requests": blocked, "allowed_requests": rest, "fixed": fixed + answered,
        "fixed_errors": fixed if state["fixed_counted"] else 0,
        "refused_requests": refused, "forwarded": max(forwarded, state["errors"]),
        "failed": failed, "slow_requests": round(forwarded * state["slow"] / 100),
    }  # fmt: skip
