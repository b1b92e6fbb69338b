"""The boots that are tried: one that goes well, and each failure that can be made."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from tests.deploy.boot import Scenario
from tests.deploy.standing import Standing

WELL = Scenario("well", succeeds=True)

_ANYWHERE = (
    Scenario(
        "a service that dies at once",
        mode="dying",
        patience=80,
        reason=r"the application died \d+ times: .*cannot open the database",
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
