"""Rules across settings, which a schema cannot say: each with a message and a place."""

from __future__ import annotations

from typing import Any

from pipeline.config import Keys
from pipeline.constraints import access, fleet, network, operation, requests, scaling
from pipeline.extends import Config
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
    data = _without(data, config.spoiled, ())
    problems = []
    for rule in RULES:
        try:
            findings = list(rule(data))
        except KeyError:
            continue
        for setting, message, hint in findings:
            place = config.place(_keys(setting))
            problems.append(Problem(place, f"{setting}: {message}", hint))
    return problems


def _keys(setting: str) -> Keys:
    parts = setting.replace("[", ".").replace("]", "").split(".")
    return tuple(int(part) if part.isdigit() else part for part in parts)


def _without(data: Any, spoiled: set[Keys], keys: Keys) -> Any:
    if isinstance(data, list):
        kept = [(index, item) for index, item in enumerate(data) if (*keys, index) not in spoiled]
        return [_without(item, spoiled, (*keys, index)) for index, item in kept]
    if not isinstance(data, dict):
        return data
    items = {key: value for key, value in data.items() if (*keys, key) not in spoiled}
    return {key: _without(value, spoiled, (*keys, key)) for key, value in items.items()}
