"""Rules across settings, which a schema cannot say: each with a message and a location."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.config.constraints import (
    access,
    alerting,
    application,
    effects,
    endpoints,
    environment,
    existing,
    expressions,
    filter_patterns,
    fleet,
    images,
    instance_types,
    instances,
    limits,
    logs,
    names,
    network,
    operation,
    parameters,
    protocols,
    ranges,
    redirects,
    requests,
    routing,
    scaling,
    texts,
    tracked_metrics,
)
from pipeline.config.constraints.setting_issue import Constraint, SettingIssue
from pipeline.config.extends import Config
from pipeline.config.settings_function import InvalidPaths
from pipeline.diagnostic import Diagnostic
from pipeline.paths import KeyPath, dotted, exists, is_within

CONSTRAINTS: tuple[Constraint, ...] = (
    *texts.CONSTRAINTS,
    *parameters.CONSTRAINTS,
    *network.CONSTRAINTS,
    *endpoints.CONSTRAINTS,
    *requests.CONSTRAINTS,
    *routing.CONSTRAINTS,
    *redirects.CONSTRAINTS,
    *existing.CONSTRAINTS,
    *protocols.CONSTRAINTS,
    *access.CONSTRAINTS,
    *application.CONSTRAINTS,
    *environment.CONSTRAINTS,
    *fleet.CONSTRAINTS,
    *instance_types.CONSTRAINTS,
    *images.CONSTRAINTS,
    *instances.CONSTRAINTS,
    *scaling.CONSTRAINTS,
    *tracked_metrics.CONSTRAINTS,
    *operation.CONSTRAINTS,
    *alerting.CONSTRAINTS,
    *logs.CONSTRAINTS,
    *filter_patterns.CONSTRAINTS,
    *expressions.CONSTRAINTS,
    *limits.CONSTRAINTS,
    *ranges.CONSTRAINTS,
    *names.CONSTRAINTS,
    *effects.CONSTRAINTS,
)


def check(
    config: Config, settings: dict[str, Any], invalid: frozenset[KeyPath]
) -> list[Diagnostic]:
    """Return what does not fit together in settings whose defaults are filled in.

    `invalid` are the settings that are reported already: a rule that reads one says nothing.
    """
    return [
        Diagnostic(
            config.location(_written(issue, config)),
            f"{dotted(issue.setting)}: {issue.message}{_default(issue, config)}",
            issue.hint,
            setting=issue.setting,
        )
        for issue in _issues(settings, invalid)
        if not is_within(issue.setting, invalid)
        and (not issue.stated or exists(config.data, issue.stated))
    ]


def _written(issue: SettingIssue, config: Config) -> KeyPath:
    """Return the setting to change: the other one, where it alone is in the config."""
    is_other = issue.other and not exists(config.data, issue.setting)
    return issue.other if is_other and exists(config.data, issue.other) else issue.setting


def _default(issue: SettingIssue, config: Config) -> str:
    is_default = issue.other and not exists(config.data, issue.other)
    return ", its default" if is_default else ""


def _issues(settings: dict[str, Any], invalid: frozenset[KeyPath]) -> Iterator[SettingIssue]:
    paths = InvalidPaths(invalid) if invalid else None
    for constraint in CONSTRAINTS:
        if constraint.applies(settings, paths):
            yield from constraint(settings)
