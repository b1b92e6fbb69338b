"""Settings that have a value, and no effect in this config: what they belong to is off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from pipeline.paths import KeyPath, dotted, exists, is_within, value_at


class Needs(NamedTuple):
    """A setting or section that takes effect only where another has one of some values.

    Without values, where the other is on: not false, none, empty, 0 or "none".
    """

    what: str
    other: str
    values: tuple[str, ...] = ()


_NEEDS = (
    Needs("network.parent_vpc_stack", "network.vpc", ("parent_stack",)),
    Needs("network.exports", "network.vpc", ("exports",)),
    Needs("network.existing", "network.vpc", ("existing",)),
    Needs("network.create", "network.vpc", ("create",)),
    Needs("alb.clients.ipv6_cidrs", "network.ipv6"),
    Needs("alb.https.client_certificates.ignore_expiry", "alb.https.client_certificates.mode"),
    Needs("alb.waf.counted_rules", "alb.waf.managed_rules"),
    Needs("alb.waf.count_only", "alb.waf.managed_rules"),
    Needs("alb.canary.percent", "alb.canary.target_group"),
    Needs("fleet.on_demand_base", "fleet.spot_percent"),
    Needs("deployment.rolling", "deployment.strategy", ("rolling",)),
    Needs("deployment.refresh", "deployment.strategy", ("refresh",)),
    Needs("scaling.scale_out", "scaling.policy", ("simple",)),
    Needs("scaling.scale_in", "scaling.policy", ("simple",)),
    Needs("scaling.step", "scaling.policy", ("step",)),
    Needs("scaling.target_tracking", "scaling.policy", ("target_tracking",)),
    Needs("scaling.target_tracking.queue.messages_per_instance", "scaling.target_tracking.queue"),
    Needs("alarms.blocked_requests", "alb.waf.managed_rules"),
    Needs("alarms.alert_failures", "alerts.fallback_email"),
)


class Unused(NamedTuple):
    """A section or setting without effect, and why."""

    path: KeyPath
    reason: str


def unused(settings: dict[str, Any]) -> list[Unused]:
    """Return what has no effect, sections before what is in them, in the order of the config."""
    found = [*_switched_off(settings, ()), *_unmet(settings)]
    order = {path: index for index, path in enumerate(_paths(settings, ()))}
    paths = {each.path for each in found}
    outer = [each for each in found if not is_within(each.path[:-1], paths)]
    return sorted(outer, key=lambda each: order[each.path])


def _switched_off(settings: dict[str, Any], path: KeyPath) -> list[Unused]:
    """Return the settings beside an `enabled` that is false."""
    found = []
    for key, value in settings.items():
        if isinstance(value, dict):
            found += _switched_off(value, (*path, key))
        elif key != "enabled" and settings.get("enabled") is False:
            found.append(Unused((*path, key), f"{dotted((*path, 'enabled'))} is false"))
    return found


def _unmet(settings: dict[str, Any]) -> list[Unused]:
    found = []
    for each in _NEEDS:
        path, other = (tuple(name.split(".")) for name in (each.what, each.other))
        if exists(settings, path) and exists(settings, other):
            value = value_at(settings, other)
            if value not in each.values if each.values else not _is_on(value):
                shown = value if isinstance(value, str) else "off"
                found.append(Unused(path, f"{each.other} is {shown}"))
    return found


def _is_on(value: Any) -> bool:
    """Whether a feature is on; of a section, whether its name is given."""
    return bool(value.get("name") if isinstance(value, dict) else value) and value != "none"


def _paths(settings: dict[str, Any], path: KeyPath) -> Iterator[KeyPath]:
    for key, value in settings.items():
        yield (*path, key)
        if isinstance(value, dict):
            yield from _paths(value, (*path, key))
