"""The scenarios of boots: successful ones, and each failure that can be caused."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from tests.deploy.stack.deployed_stack import DeployedStack


@dataclass(frozen=True)
class Start:
    """A start of an instance: its lifecycle state in the group, and the target state.

    https://docs.aws.amazon.com/autoscaling/ec2/userguide/retrieving-target-lifecycle-state-through-imds.html
    """

    state: str = "Pending:Wait"
    target: str = "InService"


@dataclass(frozen=True)
class Scenario:
    """A boot: the failure to cause, if any, and the reason to expect."""

    name: str
    mode: str = "well"  # of the application
    release: str = "sound"  # or missing, or corrupt
    network: str = "all"
    metadata_delay: float = 0
    helpers: bool = True
    timeout: int | None = None  # seconds before the boot script gives up; None: the config's
    starts: tuple[Start, ...] = (Start(),)
    succeeds: bool = False
    reason: str = ""  # a regular expression


WELL = Scenario("well", succeeds=True)

_ANYWHERE = (
    Scenario(
        "a service that dies at once",
        mode="dying",
        timeout=80,
        reason=r"the application died \d+ times: .*cannot open the database",
    ),
    Scenario(
        "a service that dies after a minute",
        mode="dying after a minute",
        timeout=85,
        reason=r"(its target is unhealthy|does not answer at http).*lost the database",
    ),
    Scenario(
        "an application that never becomes healthy",
        mode="unhealthy",
        timeout=20,
        reason=r"its target is (unhealthy|initial).* after \d+ seconds|does not answer at http",
    ),
    Scenario("no network", network="none", reason=r"failed|cannot", timeout=40),
    Scenario("a metadata service that starts late", metadata_delay=6, succeeds=True),
    Scenario("an image without CloudFormation's helpers", helpers=False, succeeds=True),
)
_WITH_RELEASE = (
    Scenario("a missing release", release="missing", reason=r"cannot fetch s3://"),
    Scenario("a corrupt release", release="corrupt", reason=r"is not a \.tar\.gz"),
)
_WITH_SECRETS = (
    Scenario(
        "a missing secret",
        release="no secrets",
        reason=r"cannot read the (parameter|secret)",
    ),
)
_WARM = Scenario(
    "out of the warm pool, then restarted",
    starts=(Start("Warmed:Pending:Wait", "Warmed:Stopped"), Start(), Start("InService")),
    succeeds=True,
)


def all_of(deployed: DeployedStack) -> Iterator[Scenario]:
    """Yield every scenario of the config's instances."""
    yield WELL
    yield from failures(deployed)
    yield from ways(deployed)


def ways(deployed: DeployedStack) -> Iterator[Scenario]:
    """Yield the further successful scenarios that the config's settings allow."""
    if deployed.config.setting("fleet.warm_pool.enabled"):
        yield _WARM


def failures(deployed: DeployedStack) -> Iterator[Scenario]:
    """Yield the failing scenarios of the config's instances."""
    yield from _ANYWHERE
    if deployed.config.setting("application.artifact.bucket"):
        yield from _WITH_RELEASE
    settings = deployed.config.settings["application"]
    if settings.get("parameters") or settings.get("secrets"):
        yield from _WITH_SECRETS


def with_short_timeout(scenario: Scenario) -> Scenario:
    """Return a scenario with a short time limit."""
    return dataclasses.replace(scenario, timeout=scenario.timeout or 30)
