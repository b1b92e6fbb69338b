"""What must be true of a stack that stands, each check a generator of complaints.

A check compares what the emulator answers with the config, and not with the template: so that it
finds a mistake in a partial, which a comparison with the template never would.
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
