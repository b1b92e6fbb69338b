"""Settings that have a value, and no effect in this config: what they belong to is off."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from pipeline.instance_types import is_unlimited_by_default
from pipeline.paths import KeyPath, dotted, exists, is_within, value_at, walk

_HTTPS = ("alb.https.certificate", "alb.https.request_for")
_QUEUE = "scaling.target_tracking.queue"
_NOT_ON: tuple[object, ...] = (None, False, "", 0, [], "none")
_OFF = (None, False)
_ROLLING_BACK = (
    *("alarms.load_balancer_5xx.enabled", "alarms.target_5xx.enabled", "alarms.latency.enabled"),
    *("slo.availability", "slo.latency.p99"),
)
# The alarms that the composite alarm on users joins; those on a rollback are among them.
_OF_USERS = (
    *_ROLLING_BACK[:3],
    *("alarms.healthy_hosts.enabled", "alarms.rejected_connections.enabled"),
)


class Needs(NamedTuple):
    """A setting or section that takes effect only where another has one of some values.

    Without values, where one of the others is on: not false, none, empty, 0 or "none". Refused is
    what protects, and what says which VPC is meant.
    """

    what: str
    others: tuple[str, ...]
    values: tuple[str | bool | None, ...] = ()
    is_refused: bool = False


_NEEDS = (
    Needs("network.parent_vpc_stack", ("network.vpc",), ("parent_stack",), is_refused=True),
    Needs("network.exports", ("network.vpc",), ("exports",), is_refused=True),
    Needs("network.existing", ("network.vpc",), ("existing",), is_refused=True),
    Needs("network.create", ("network.vpc",), ("create",)),
    Needs("network.create.flow_logs", ("network.vpc",), ("create",), is_refused=True),
    Needs("alb.clients.ipv6_cidrs", ("network.ipv6",)),
    Needs("alb.https.ssl_policy", _HTTPS),
    Needs("alb.https.client_certificates.ignore_expiry", ("alb.https.client_certificates.mode",)),
    Needs("alb.access_logs.retention_days", ("alb.access_logs.bucket",), _OFF),
    Needs("alb.waf.counted_rules", ("alb.waf.managed_rules",)),
    Needs("alb.waf.count_only", ("alb.waf.managed_rules",)),
    Needs("alb.waf.logs", ("alb.waf.managed_rules",), is_refused=True),
    Needs("alb.canary.percent", ("alb.canary.target_group",)),
    Needs("dns.hosted_zone_id", ("dns.name", "alb.https.request_for")),
    Needs("fleet.on_demand_base", ("fleet.spot_percent",)),
    Needs("deployment.rollback_minutes", _ROLLING_BACK, is_refused=True),
    Needs("deployment.rolling", ("deployment.strategy",), ("rolling",)),
    Needs("deployment.refresh", ("deployment.strategy",), ("refresh",)),
    Needs("deployment.refresh.rollback_on_alarms", _ROLLING_BACK, is_refused=True),
    Needs("scaling.scale_out", ("scaling.policy",), ("simple",)),
    Needs("scaling.scale_in", ("scaling.policy",), ("simple",)),
    Needs("scaling.step", ("scaling.policy",), ("step",)),
    Needs("scaling.target_tracking", ("scaling.policy",), ("target_tracking",)),
    Needs(f"{_QUEUE}.messages_per_instance", (f"{_QUEUE}.name",)),
    Needs("alarms.load_balancer_5xx", ("alb.existing.listener",), _OFF),
    Needs("alarms.blocked_requests", ("alb.waf.managed_rules",)),
    Needs("alarms.blocked_requests", ("alb.waf.count_only",), _OFF),
    Needs("alarms.users_affected", _OF_USERS),
    Needs("alarms.telemetry", ("alarms.memory.enabled", "alarms.disk.enabled")),
    Needs("alarms.alert_failures", ("alerts.fallback_email",)),
)
REFUSED = tuple(each for each in _NEEDS if each.is_refused)


class Unused(NamedTuple):
    """A section or setting without effect, why, by which settings, and how it gets an effect."""

    path: KeyPath
    reason: str
    others: tuple[KeyPath, ...]
    remedy: str


def unused(settings: dict[str, Any]) -> list[Unused]:
    """Return what has no effect, sections before what is in them, in the order of the config."""
    found = without_effect(settings)
    paths = {each.path for each in found}
    outer = {each.path: each for each in found if not is_within(each.path[:-1], paths)}
    return list(outer.values())


def without_effect(settings: dict[str, Any]) -> list[Unused]:
    """Return what has no effect, also settings of sections that have none."""
    found = [
        *_switched_off(settings, ()), *_unmet(settings), *_credits(settings),
        *_fixed_size(settings), *_other_actions(settings), *_other_regions(settings),
    ]  # fmt: skip
    order = {path: index for index, (path, _) in enumerate(walk(settings))}
    return sorted(found, key=lambda each: order[each.path])


def _switched_off(settings: dict[str, Any], path: KeyPath) -> list[Unused]:
    """Return the settings beside an `enabled` that is false."""
    found = []
    switch = (*path, "enabled")
    for key, value in settings.items():
        if isinstance(value, dict):
            found += _switched_off(value, (*path, key))
        elif key != "enabled" and settings.get("enabled") is False:
            reason, remedy = f"{dotted(switch)} is false", f"set {dotted(switch)} to true"
            found.append(Unused((*path, key), reason, (switch,), remedy))
    return found


def refused(settings: dict[str, Any]) -> list[Unused]:
    """Return what is on, has no effect, and must not be missed."""
    return [each for each in _unmet(settings, REFUSED) if is_on(value_at(settings, each.path))]


def _unmet(settings: dict[str, Any], needs: tuple[Needs, ...] = _NEEDS) -> Iterator[Unused]:
    for each in needs:
        path, *others = (tuple(name.split(".")) for name in (each.what, *each.others))
        if not all(exists(settings, name) for name in (path, *others)):
            continue
        values = [value_at(settings, other) for other in others]
        if not any(value in each.values if each.values else is_on(value) for value in values):
            verb = "are" if len(others) > 1 else "is"
            reason = f"{_listed(each.others)} {verb} {_shown(values[0])}"
            yield Unused(path, reason, tuple(others), _remedy(each, values[0]))


def _remedy(needs: Needs, value: Any) -> str:
    other, wanted = needs.others[0], next(iter(needs.values), "")
    if wanted is None:
        return f"delete {other}"
    wanted = "true" if value is False else wanted
    return f"set {other} to {wanted}" if wanted else f"set {other}"


def _listed(names: tuple[str, ...]) -> str:
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def _credits(settings: dict[str, Any]) -> Iterator[Unused]:
    """Yield the alarm on CPU credits where the instance type has no surplus credits."""
    needed = (("alarms", "cpu_credits"), ("fleet", "instance_type"), ("fleet", "requirements"))
    if not all(exists(settings, path) for path in needed):
        return
    fleet, other = settings["fleet"], ("fleet", "instance_type")
    if not fleet["requirements"]["vcpus_min"] and not is_unlimited_by_default(fleet[other[-1]]):
        reason = f"{fleet[other[-1]]} uses no surplus CPU credits"
        yield Unused(("alarms", "cpu_credits"), reason, (other,), "take a type of T3 or T4g")


def _fixed_size(settings: dict[str, Any]) -> Iterator[Unused]:
    """Yield the alarm on the maximum size where the group has one size."""
    needed = (("alarms", "at_maximum"), ("fleet", "max_size"), ("scaling", "schedule"))
    if not all(exists(settings, path) for path in needed):
        return
    fleet, sizes = settings["fleet"], (("fleet", "min_size"), ("fleet", "max_size"))
    if fleet["min_size"] == fleet["max_size"] and not settings["scaling"]["schedule"]:
        yield Unused(("alarms", "at_maximum"), "the group has one size", sizes, "raise max_size")


def _other_actions(settings: dict[str, Any]) -> Iterator[Unused]:
    """Yield what a listener rule has for another action than its own."""
    needing = {
        **dict.fromkeys(("redirect_host", "redirect_path"), "redirect"),
        **dict.fromkeys(("status", "message"), "respond"),
    }
    rules = settings["alb"]["rules"] if exists(settings, ("alb", "rules")) else []
    for index, rule in enumerate(rules):
        where = ("alb", "rules", index)
        for name, action in needing.items():
            if name in rule and rule.get("action", action) != action:
                reason = f"the action is {rule['action']}"
                other = (*where, "action")
                yield Unused((*where, name), reason, (other,), f"set {dotted(other)} to {action}")


def _other_regions(settings: dict[str, Any]) -> Iterator[Unused]:
    """Yield the images of Regions that the config does not name; a shared file has those of all."""
    images = settings["fleet"]["images"] if exists(settings, ("fleet", "images")) else {}
    for region in images:
        if region not in settings["regions"]:
            reason, remedy = "regions does not name it", "add it to regions"
            yield Unused(("fleet", "images", region), reason, (), remedy)


def _shown(value: Any) -> str:
    if is_on(value):
        return value if isinstance(value, str) else "on"
    if value in (None, "", []):
        return "not set"
    return "0" if value == 0 and value is not False else "off"


def is_on(value: Any) -> bool:
    """Whether a feature is on; of a section, whether something in it is."""
    return any(map(is_on, value.values())) if isinstance(value, dict) else value not in _NOT_ON
