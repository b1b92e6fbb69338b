"""Rules across settings, which a schema cannot say: each with a message and a place."""

from __future__ import annotations

import contextlib
from typing import Any

from pipeline.config.config import Keys
from pipeline.config.constraints import access, fleet, network, operation, requests, scaling
from pipeline.config.extends import Config
from pipeline.problem import Problem

RULES = (
    *network.RULES,
    *requests.RULES,
    *access.RULES,
    *fleet.RULES,
    *scaling.RULES,
    *operation.RULES,
)


def check(config: Config, data: dict[str, Any]) -> list[Problem]:
    """Return what does not fit together in a config whose defaults are filled in (`data`).

    A rule that needs a setting which is already reported (`config.spoiled`) says nothing.
    """
    findings = [
        finding
        for finding in network.dynamic_references(data)
        if _keys(finding.setting) not in config.spoiled
    ]
    data = _without(data, config.spoiled, ())
    for rule in RULES:
        with contextlib.suppress(KeyError):
            findings.extend(rule(data))
    return [
        Problem(config.place(_keys(setting)), f"{setting}: {message}", hint)
        for setting, message, hint in findings
    ]


def _keys(setting: str) -> Keys:
    parts = setting.replace("[", ".").replace("]", "").split(".")
    return tuple(int(part) if part.isdigit() else part for part in parts)


def _without(data: Any, spoiled: set[Keys], keys: Keys) -> Any:
    """Return the data without what is spoiled, and without a list of which an entry is."""
    if not isinstance(data, dict):
        return data
    kept = {}
    for key, value in data.items():
        path = (*keys, key)
        whole = not isinstance(value, list)
        if path in spoiled or (not whole and any(each[: len(path)] == path for each in spoiled)):
            continue
        kept[key] = _without(value, spoiled, path)
    return kept
