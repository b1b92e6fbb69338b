"""Which rules a folder of this package holds, imported when they are asked for."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

Members = tuple[Callable[[str], Any], Callable[[], list[str]]]


def rule_classes(package: str, folder: Iterable[str]) -> dict[str, type]:
    """Import the rules below a package, by the names of their classes.

    Raises ImportError where two classes have one name, or where there is none: cfn-lint would
    check nothing and report success.
    """
    found: dict[str, type] = {}
    for module in iter_modules(folder):
        name = f"{package}.{module.name}"
        if module.name.startswith("_") or module.name in ("engine", "bootstrap"):
            continue
        inner = import_module(name)
        own = rule_classes(name, inner.__path__) if module.ispkg else _defined_in(inner)
        if set(own) & set(found):
            raise ImportError(f"{name}: {sorted(set(own) & set(found))} are there already")
        found.update(own)
    if not found:
        raise ImportError(f"{package} has no rules in {list(folder)}")
    return found


def _defined_in(module: Any) -> dict[str, type]:
    members = inspect.getmembers(module, inspect.isclass)
    return {name: kind for name, kind in members if kind.__module__ == module.__name__}


def lazy(package: str, folder: Iterable[str]) -> Members:
    """The `__getattr__` and `__dir__` of a package whose rules are imported on demand."""

    @cache
    def rules() -> dict[str, type]:
        return rule_classes(package, folder)

    def getter(name: str) -> Any:
        # Python asks for these while it imports the package: rules have capital letters
        found = rules().get(name) if name[:1].isupper() else None
        if found is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return found

    return getter, lambda: sorted(rules())
