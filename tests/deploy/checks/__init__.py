"""Checks of a deployed stack, each a generator of messages about what is wrong.

A check compares what the emulator returns with the config instead of the template: a comparison
with the template would agree with every mistake in a partial.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.deploy.checks import (
    access,
    alarms,
    alerts,
    fleet,
    instance,
    listeners,
    load_balancer,
    logs,
    scaling,
    targets,
)
from tests.deploy.stack.deployed_stack import DeployedStack

Check = Callable[[DeployedStack], Iterator[str]]

CHECKS: dict[str, Check] = {
    "load balancer": load_balancer.check,
    "listeners": listeners.check,
    "targets": targets.check,
    "access": access.check,
    "fleet": fleet.check,
    "instance": instance.check,
    "scaling": scaling.check,
    "alarms": alarms.check,
    "alerts": alerts.check,
    "logs": logs.check,
}
