"""The names that a partial sees: the config's settings, and the few that follow from them."""

from __future__ import annotations

from typing import Any

from pipeline.config.extends import Config
from pipeline.config.settings_function import SettingsFunction, reads
from pipeline.render import (
    agent,
    alarms,
    application,
    endpoints,
    load_balancer,
    network,
    references,
    routing,
)
from pipeline.render.images import image_values
from pipeline.render.parameters import parameter_values
from pipeline.render.provenance import locate

# The host of the console in China, in GovCloud, and in all other Regions.
_CONSOLES = {
    "cn-": "console.amazonaws.cn",
    "us-gov-": "console.amazonaws-us-gov.com",
    "": "console.aws.amazon.com",
}


def partial_context(config: Config, environment: str) -> dict[str, Any]:
    """Return what the partials may use, from a valid config.

    Beside the settings themselves: `environment_name`; `https`, `mixed`, `public_instances`,
    `access_logs_bucket` (made here), `console` (its host) and `agent_metrics`, which follow from
    settings;
    `left_open` and `value_of`, the parameters (see `pipeline/render/parameters.py`); what depends
    on where a resource or an image comes from (see `pipeline/render/network.py`, `references.py`
    and `images.py`); and what is run, with `switches`, those of boot.sh (see
    `pipeline/render/application.py`). Where the schema does not know a setting, what follows from
    it is undefined.
    """
    values: dict[str, Any] = {**locate(config, config.settings), "environment_name": environment}
    values.update(parameter_values(config, values))
    for derive in derivations():
        if derive.applies(values):
            values.update(derive(values))
    if values.get("custom"):
        from pipeline.render.custom_reads import ReadMap

        values["custom"] = ReadMap(values["custom"])
    return values


def derivations() -> tuple[SettingsFunction[dict[str, Any]], ...]:
    """Return what adds names to the settings, in order: each may use those before it."""
    modules = (
        load_balancer, agent, endpoints, network, references, alarms, application, routing,
    )  # fmt: skip
    return (*DERIVED, *(each for module in modules for each in module.ALL))


@reads("alb.https.certificate", "alb.https.request_for")
def _https(values: dict[str, Any]) -> dict[str, Any]:
    https = values["alb"]["https"]
    return {"https": bool(https["certificate"] or https["request_for"])}


@reads("fleet.more_instance_types", "fleet.spot_percent", "fleet.requirements.vcpus_min")
def _mixed(values: dict[str, Any]) -> dict[str, Any]:
    fleet = values["fleet"]
    several = fleet["more_instance_types"] or fleet["requirements"]["vcpus_min"]
    return {"mixed": bool(several or fleet["spot_percent"])}


@reads("network.instance_subnets")
def _public_instances(values: dict[str, Any]) -> dict[str, Any]:
    return {"public_instances": values["network"]["instance_subnets"] == "public"}


@reads("alb.access_logs")
def _access_logs_bucket(values: dict[str, Any]) -> dict[str, Any]:
    logs = values["alb"]["access_logs"]
    return {"access_logs_bucket": logs["enabled"] and not logs["bucket"]}


@reads("fleet.metadata_hop_limit", "application.container.image")
def _hop_limit(values: dict[str, Any]) -> dict[str, Any]:
    default = 2 if values["application"]["container"]["image"] else 1
    return {"hop_limit": values["fleet"]["metadata_hop_limit"] or default}


@reads("regions")
def _console(values: dict[str, Any]) -> dict[str, Any]:
    region = values["regions"][0]
    hosts = (host for start, host in _CONSOLES.items() if region.startswith(start))
    return {"console": next(hosts)}


DERIVED = (
    _https, _mixed, _public_instances, _access_logs_bucket, image_values, _hop_limit, _console,
)  # fmt: skip
