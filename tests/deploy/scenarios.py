"""The boots that are tried: one that goes well, and each failure that can be made."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from tests.deploy.standing import Standing


@dataclass(frozen=True)
class Start:
    """A start of an instance: the state that it has in its group, and the one that it is to have.

    https://docs.aws.amazon.com/autoscaling/ec2/userguide/retrieving-target-lifecycle-state-through-imds.html
    """

    state: str = "Pending:Wait"
    target: str = "InService"


@dataclass(frozen=True)
class Scenario:
    """A boot: what is wrong with it, if anything, and how a person would say so."""

    name: str
    mode: str = "well"  # of the application
    release: str = "sound"  # or missing, or corrupt
    network: str = "all"
    metadata_delay: float = 0
    helpers: bool = True
    patience: int | None = None  # seconds before the boot gives up; None: as the config has it
    starts: tuple[Start, ...] = (Start(),)
    succeeds: bool = False
    reason: str = ""  # a regular expression


WELL = Scenario("well", succeeds=True)

_ANYWHERE = (
    Scenario(
        "a service that dies at once",
        mode="dying",
        patience=80,
        reason=r"the application exited \d+ times: .*cannot open the database",
    ),
    Scenario(
        "a service that dies after a minute",
        mode="dying after a minute",
        patience=85,
        reason=r"(its target is unhealthy|does not answer at http).*lost the database",
    ),
    Scenario(
        "an application that never becomes healthy",
        mode="unhealthy",
        patience=20,
        reason=r"its target is (unhealthy|initial).* after \d+ seconds|does not answer at http",
    ),
    Scenario("no network", network="none", reason=r"failed|cannot", patience=40),
    Scenario("a metadata service that is slow to come", metadata_delay=6, succeeds=True),
    Scenario("an image without CloudFormation's helpers", helpers=False, succeeds=True),
)
_WITH_RELEASE = (
    Scenario("a release that is missing", release="missing", reason=r"cannot fetch s3://"),
    Scenario("a release that is corrupt", release="corrupt", reason=r"is not a \.tar\.gz"),
)
_WITH_SECRETS = (
    Scenario(
        "a secret that is missing",
        release="no secrets",
        reason=r"cannot read the (parameter|secret)",
    ),
)
_WARM = Scenario(
    "out of the warm pool, then restarted",
    starts=(Start("Warmed:Pending:Wait", "Warmed:Stopped"), Start(), Start("InService")),
    succeeds=True,
)


def all_of(standing: Standing) -> Iterator[Scenario]:
    """Yield each way in which the subject's instances may boot."""
    yield WELL
    yield from failures(standing)
    yield from ways(standing)


def ways(standing: Standing) -> Iterator[Scenario]:
    """Yield what else may go well, because the subject's settings have it so."""
    if standing.subject.setting("fleet.warm_pool.enabled"):
        yield _WARM


def failures(standing: Standing) -> Iterator[Scenario]:
    """Yield what can go wrong with the subject's boot."""
    yield from _ANYWHERE
    if standing.subject.setting("application.artifact.bucket"):
        yield from _WITH_RELEASE
    settings = standing.subject.settings["application"]
    if settings.get("parameters") or settings.get("secrets"):
        yield from _WITH_SECRETS


def hurried(scenario: Scenario) -> Scenario:
    """Return a scenario that is given little time to go wrong."""
    return dataclasses.replace(scenario, patience=scenario.patience or 30)
