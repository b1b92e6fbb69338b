"""The scenarios of boots: successful ones, and each failure that can be caused."""

from __future__ import annotations

from collections.abc import Iterator

from tests.deploy.boots import common_failures, setting_failures
from tests.deploy.boots.scenario import WELL, Scenario, Start
from tests.deploy.stack.deployed_stack import DeployedStack

_OUT_OF_POOL = (Start("Warmed:Pending:Wait", "Warmed:Stopped"), Start())
_WARM = (
    Scenario(
        "out of the warm pool, then restarted",
        starts=(*_OUT_OF_POOL, Start("InService")),
        succeeds=True,
    ),
    Scenario(
        "restarted in service without Parameter Store",
        starts=(*_OUT_OF_POOL, Start("InService", denied=("GetParameter",))),
        serves=True,
        reason=r"cannot read the parameter \S+: .*AccessDenied",
    ),
)


def all_of(deployed: DeployedStack) -> Iterator[Scenario]:
    """Yield every scenario of the config's instances."""
    yield WELL
    yield from failures(deployed)
    yield from ways(deployed)


def ways(deployed: DeployedStack) -> Iterator[Scenario]:
    """Yield the further successful scenarios that the config's settings allow."""
    if deployed.config.setting("fleet.warm_pool.enabled"):
        yield from _WARM


def failures(deployed: DeployedStack) -> Iterator[Scenario]:
    """Yield the failing scenarios of the config's instances."""
    settings = deployed.config.settings["application"]
    for each in common_failures.ANYWHERE:
        if each.mode == "well" or not settings["placeholder"]:
            yield each
    if settings["artifact"]["bucket"]:
        yield from setting_failures.WITH_RELEASE
    if settings["artifact"].get("sha256"):
        yield from setting_failures.WITH_SUM
    if settings.get("packages"):
        yield from setting_failures.WITH_PACKAGES
    if any(each.startswith("touch ") for each in settings["setup"]):
        yield from setting_failures.WITH_SETUP
    if settings["container"]["image"]:
        yield from setting_failures.WITH_IMAGE
        if settings["container"].get("credentials"):
            yield from setting_failures.WITH_CREDENTIALS
    else:
        yield from common_failures.BEFORE_EXEC
        yield common_failures.without_program(str(settings["command"]).split()[0])
    if settings.get("parameters") or settings.get("secrets"):
        yield from setting_failures.WITH_SECRETS
