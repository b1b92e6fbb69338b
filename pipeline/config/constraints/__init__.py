"""Rules across settings, which a schema cannot say: each with a message and a place."""

from __future__ import annotations

import contextlib
from typing import Any

from pipeline.config.constraints import access, fleet, network, operation, requests, scaling
from pipeline.config.extends import Config
from pipeline.diagnostic import Diagnostic
from pipeline.paths import KeyPath

RULES = (
    *network.RULES,
    *requests.RULES,
    *access.RULES,
    *fleet.RULES,
    *scaling.RULES,
    *operation.RULES,
)


def check(config: Config, data: dict[str, Any]) -> list[Diagnostic]:
    """Return what does not fit together in a config whose defaults are filled in (`data`).

    A rule that needs a setting which is already reported (`config.invalid`) says nothing.
    """
    issues = [
        issue
        for issue in network.dynamic_references(data)
        if _keys(issue.setting) not in config.invalid
    ]
    data = _without(data, config.invalid, ())
    for rule in RULES:
        with contextlib.suppress(KeyError):
            issues.extend(rule(data))
    return [
        Diagnostic(config.location(_keys(setting)), f"{setting}: {message}", hint)
        for setting, message, hint in issues
    ]


def _keys(setting: str) -> KeyPath:
    parts = setting.replace("[", ".").replace("]", "").split(".")
    return tuple(int(part) if part.isdigit() else part for part in parts)


def _without(data: Any, invalid: set[KeyPath], keys: KeyPath) -> Any:
    """Return the data without what is spoiled, and without a list of which an entry is."""
    if not isinstance(data, dict):
        return data
    kept = {}
    for key, value in data.items():
        path = (*keys, key)
        whole = not isinstance(value, list)
        if path in invalid or (not whole and any(each[: len(path)] == path for each in invalid)):
            continue
        kept[key] = _without(value, invalid, path)
    return kept
