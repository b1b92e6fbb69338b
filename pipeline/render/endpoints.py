"""The VPC endpoints that instances without a way to the Internet need: see docs/network.md."""

from __future__ import annotations

import re

from pipeline.config.endpoint_services import GATEWAYS
from pipeline.config.settings_function import Values, reads
from pipeline.render import agent
from pipeline.render.provenance import derived

# cfn-init and cfn-signal; the own target's health; the lifecycle hook; logs and failed boots.
_ALWAYS = ("cloudformation", "elasticloadbalancing", "autoscaling", "logs")


@reads(
    *("network.endpoints", "network.more_endpoints", "access.session_manager"),
    *("application.parameters", "application.secrets", "application.container"),
    *agent.READS,
)
def endpoints(values: Values) -> Values:
    """Return `endpoints`, the services of interface endpoints by their logical id.

    Gateway endpoints come with the VPC. Two endpoints of one service cannot have its name in one
    VPC, so each is there once. With the SSM agent of Amazon Linux 2023, Session Manager does
    without ec2messages:
    https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-setting-up-messageAPIs.html
    """
    if not values["network"]["endpoints"]:
        return {"endpoints": {}}
    more = [each for each in values["network"]["more_endpoints"] if each not in GATEWAYS]
    services = [*_ALWAYS, *_features(values), *more]
    return {"endpoints": {derived(each, _id(each)): each for each in services}}


def _features(values: Values) -> list[str]:
    application = values["application"]
    image = application["container"]["image"] or ""
    secrets = application["secrets"] or application["container"]["credentials"]
    sessions = values["access"]["session_manager"]
    needed = {
        "monitoring": agent.collected(values),
        "ssm": application["parameters"] or sessions,
        "ssmmessages": sessions,
        "secretsmanager": secrets,
        "ecr.api": ".dkr.ecr" in image,
        "ecr.dkr": ".dkr.ecr" in image,
    }
    return [service for service, is_needed in needed.items() if is_needed]


def _id(service: str) -> str:
    return "".join(part.capitalize() for part in re.split("[.-]", service)) + "Endpoint"


ALL = (endpoints,)
