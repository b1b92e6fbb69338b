"""Whether a finding holds with any value of what is not known, and what it rests on if not."""

from __future__ import annotations

from collections.abc import Callable

from ec2_readiness.engine._mentions import mentions
from ec2_readiness.engine._stack import Stack
from ec2_readiness.engine._view import View

IsFound = Callable[[View], bool]


def doubt(stack: Stack, resource: str, met: set[int], is_found: IsFound) -> str:
    """Name the defaults or the combination that the finding rests on; empty where it is certain.

    `met` are the views that have the finding, and `is_found` looks for it in another one.
    """
    parameters = frozenset(stack.parameters)
    firm = {i for i in met if not parameters or is_found(stack.without_defaults(i, parameters))}
    if not firm:
        return f"with the default of {_names(stack, resource, min(met), is_found)}"
    return "" if _follows_from_one(stack, resource, firm) else _combination(stack, min(firm))


def _names(stack: Stack, resource: str, index: int, is_found: IsFound) -> str:
    """The parameters without whose default the finding is gone."""
    near = mentions(stack.template.get("Resources", {}).get(resource))
    every = sorted(stack.parameters, key=lambda name: (name not in near, name))
    found = [
        name for name in every if not is_found(stack.without_defaults(index, frozenset([name])))
    ]
    return " and ".join(found[:3]) if found else "the parameters"


def _follows_from_one(stack: Stack, resource: str, met: set[int]) -> bool:
    """Every view meets it, or every view in which one condition is as it is there."""
    having = [i for i, view in enumerate(stack.views) if not resource or resource in view.resources]
    if met >= set(having):
        return True
    truths = [view.resolver.truths for view in stack.views]
    return any(
        met >= {i for i in having if truths[i][name] == truths[min(met)][name]}
        for name in truths[min(met)]
    )


def _combination(stack: Stack, index: int) -> str:
    truths = stack.views[index].resolver.truths
    default = stack.views[0].resolver.truths
    changed = [name for name, holds in truths.items() if holds != default[name]]
    states = [f"{name} {'holds' if truths[name] else 'does not'}" for name in changed[:3]]
    return f"where {' and '.join(states)}" if states else "under one combination of conditions"
