"""Rules on values of which AWS knows a list: time zones, data identifiers, attributes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.config.constraints.setting_issue import SettingIssue
from pipeline.config.published_names import DATA_IDENTIFIERS, core_rules, time_zones
from pipeline.config.settings_function import reads
from pipeline.diagnostic import did_you_mean
from pipeline.paths import KeyPath

if TYPE_CHECKING:
    from pipeline.config.settings_types import Settings

_SWITCH = ("true|false", "true or false")
_COUNT = ("off|[1-9][0-9]*", "off or a number from 1")
_PERCENTAGE = ("off|100|[1-9][0-9]?", "off or a number from 1 to 100")
_HEALTH = "target_group_health."
_CORS = "routing.http.response.access_control_"
_HEADER = ("[A-Za-z0-9_-]{1,40}", "a header's name: up to 40 letters, digits, - and _")
_ROUTING = f"{_HEALTH}unhealthy_state_routing.minimum_healthy_targets."
_FAILOVER = f"{_HEALTH}dns_failover.minimum_healthy_targets."
# What an attribute holds, as a pattern and in words.
# https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html
# https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html
# https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ListenerAttribute.html
ATTRIBUTES: dict[str, tuple[str, str]] = {
    "ipv6.deny_all_igw_traffic": _SWITCH,
    "routing.http.xff_client_port.enabled": _SWITCH,
    "waf.fail_open.enabled": _SWITCH,
    "load_balancing.cross_zone.enabled": (
        "true|false|use_load_balancer_configuration",
        "true, false or use_load_balancer_configuration",
    ),
    f"{_FAILOVER}count": _COUNT,
    f"{_FAILOVER}percentage": _PERCENTAGE,
    f"{_ROUTING}count": ("[1-9][0-9]*", "a number from 1"),
    f"{_ROUTING}percentage": _PERCENTAGE,
    f"{_CORS}allow_credentials.header_value": ("true", "true"),
    f"{_CORS}max_age.header_value": ("[0-9]+", "a number of seconds"),
}


@reads("scaling.schedule", "alerts.mute")
def _time_zones(data: Settings) -> Iterator[SettingIssue]:
    zones: dict[KeyPath, str] = {}
    for index, action in enumerate(data["scaling"]["schedule"]):
        zones["scaling", "schedule", index, "time_zone"] = action["time_zone"]
    for index, rule in enumerate(data["alerts"]["mute"]):
        zones["alerts", "mute", index, "time_zone"] = rule["time_zone"]
    for path, name in zones.items():
        if time_zones() and name not in time_zones():
            hint = did_you_mean(name, sorted(time_zones())) or "write one such as Europe/Berlin"
            yield SettingIssue(path, f"{name} is not a time zone of the IANA database", hint)


@reads("logs.masked_data")
def _masked_data(data: Settings) -> Iterator[SettingIssue]:
    for index, name in enumerate(data["logs"]["masked_data"]):
        if name not in DATA_IDENTIFIERS:
            similar = did_you_mean(name, DATA_IDENTIFIERS)
            hint = similar or "see the managed data identifiers of CloudWatch Logs"
            message = f"{name} is not a managed data identifier of CloudWatch Logs"
            yield SettingIssue(("logs", "masked_data", index), message, hint)


@reads("alb.waf.counted_rules", "alb.waf.managed_rules")
def _counted_rules(data: Settings) -> Iterator[SettingIssue]:
    """Yield what is all but a name in AWSManagedRulesCommonRuleSet; AWS adds rules at times."""
    waf = data["alb"]["waf"]
    for index, name in enumerate(waf["counted_rules"] if waf["managed_rules"] else []):
        known = core_rules()
        if name not in known and (similar := did_you_mean(name, sorted(known), 0.9)):
            message = f"the core rule set has no rule {name}"
            yield SettingIssue(("alb", "waf", "counted_rules", index), message, similar)


@reads("alb.attributes", "alb.target_attributes", "alb.listener_attributes")
def _attributes(data: Settings) -> Iterator[SettingIssue]:
    given = {
        "attributes": data["alb"]["attributes"],
        "target_attributes": data["alb"]["target_attributes"],
        "listener_attributes": data["alb"]["listener_attributes"],
    }
    for section, attributes in given.items():
        for name, value in attributes.items():
            is_header = name.endswith(".header_name")
            pattern, words = _HEADER if is_header else ATTRIBUTES.get(name, (".*", ""))
            if not re.fullmatch(pattern, value):
                path = ("alb", section, name)
                yield SettingIssue(path, f"{value} is not a value of it", f"write {words}, quoted")


CONSTRAINTS = (_time_zones, _masked_data, _counted_rules, _attributes)
