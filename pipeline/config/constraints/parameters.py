"""Rules on the parameters that a config asks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.config.constraints.setting_issue import SettingIssue
from pipeline.config.settings_function import reads
from pipeline.paths import KeyPath, dotted

if TYPE_CHECKING:
    from pipeline.config.settings_types import Settings

# What each stands in place of.
ON_REQUEST: dict[str, tuple[KeyPath, ...]] = {
    "ParentSSHBastionStack": (("access", "bastion_stack"),),
    "KeyName": (("access", "key_name"),),
    "InstanceType": (("fleet", "instance_type"), ("fleet", "requirements", "vcpus_min")),
    "LogsRetentionInDays": (("logs", "retention_days"),),
}


@reads("parameters")
def _stated(data: Settings) -> Iterator[SettingIssue]:
    """Yield the parameters whose value the config states, which would be no more than a default."""
    for index, name in enumerate(data["parameters"]):
        for keys in ON_REQUEST[name]:
            message = f"{name}, but {dotted(keys)} states the value"
            hint = f"delete {name} here, or the setting, null if it is of a base config"
            yield SettingIssue(("parameters", index), message, hint, stated=keys)


CONSTRAINTS = (_stated,)
