"""What is worked out once of a resource or a view, and kept for as long as that is."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Protocol, TypeVar


class _Owner(Protocol):
    memo: dict[str, Any]


_Of = TypeVar("_Of", bound=_Owner)
_Found = TypeVar("_Found")


def memoized(function: Callable[[_Of], _Found]) -> Callable[[_Of], _Found]:
    """Return a function that keeps in its argument's memo what it returned."""
    key = function.__name__

    @functools.wraps(function)
    def remembered(owner: _Of) -> _Found:
        if key not in owner.memo:
            owner.memo[key] = function(owner)
        found: _Found = owner.memo[key]
        return found

    return remembered
