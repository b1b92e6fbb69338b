"""What happens in a boot, and what is expected of it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass


@dataclass(frozen=True)
class Start:
    """A start of an instance: its lifecycle state in the group, and the target state.

    https://docs.aws.amazon.com/autoscaling/ec2/userguide/retrieving-target-lifecycle-state-through-imds.html
    """

    state: str = "Pending:Wait"
    target: str = "InService"
    denied: tuple[str, ...] = ()  # actions that AWS refuses


@dataclass(frozen=True)
class Scenario:
    """A boot: the failure to cause, if any, and the reason to expect."""

    name: str
    mode: str = "well"  # of the application
    release: str = "sound"  # or its failure
    edit: tuple[str, str] | None = None  # a text of the user data and its replacement
    failed_before: bool = False  # the instance has a log stream of an earlier failure
    deploying: bool = True  # CloudFormation waits for a signal, and refuses it otherwise
    network: str = "all"
    metadata_delay: float = 0
    helpers: bool = True
    timeout: int | None = None  # seconds before the boot script gives up; None: the config's
    starts: tuple[Start, ...] = (Start(),)
    succeeds: bool = False
    serves: bool = False  # the application serves all the same
    reason: str = ""  # a regular expression


WELL = Scenario("well", succeeds=True)


def with_short_timeout(scenario: Scenario) -> Scenario:
    """Return a scenario with a short time limit."""
    return dataclasses.replace(scenario, timeout=scenario.timeout or 30)
