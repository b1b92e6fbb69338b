"""The boots that are tried: one that goes well, and each failure that can be made."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from tests.deploy.boot import Scenario
from tests.deploy.standing import Standing

# The script gives up half a minute, or with a lifecycle hook a minute, before CloudFormation does.
_SHORT, _SHORTER = 70, 45
WELL = Scenario("well", succeeds=True)

_ANYWHERE = (
    Scenario(
        "a service that dies at once",
        mode="dying",
        timeout=_SHORT,
        reason=r"the application (died \d+ times|does not answer).*cannot open the database",
    ),
    Scenario(
        "a service that dies after a while",
        mode="dying later",
        timeout=_SHORT,
        reason=r"the application (died \d+ times|does not answer).*lost the database",
    ),
    Scenario(
        "an application that never becomes healthy",
        mode="unhealthy",
        timeout=_SHORT,
        reason=r"its target is (unhealthy|initial).* after \d+ seconds|does not answer at http",
    ),
    Scenario(
        "no network",
        network="none",
        reason=r"failed|cannot",
        timeout=_SHORT,
    ),
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
    refresh = standing.subject.setting("deployment.strategy") == "refresh"
    for scenario in _ANYWHERE:
        hurry = scenario.mode == "unhealthy" and not refresh
        yield dataclasses.replace(scenario, timeout=_SHORTER) if hurry else scenario
    if standing.subject.setting("application.artifact.bucket"):
        yield from _WITH_RELEASE
    settings = standing.subject.settings["application"]
    if settings.get("parameters") or settings.get("secrets"):
        yield from _WITH_SECRETS
