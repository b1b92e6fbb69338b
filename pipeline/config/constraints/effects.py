"""Rules on settings without effect that must not be missed: protections, and which VPC is meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

from pipeline.config.constraints.setting_issue import SettingIssue
from pipeline.config.settings_function import reads
from pipeline.config.unused import REFUSED, refused

if TYPE_CHECKING:
    from pipeline.config.settings_types import Settings


@reads(*{name for each in REFUSED for name in (each.what, *each.others)})
def _without_effect(data: Settings) -> Iterator[SettingIssue]:
    for each in refused(cast("dict[str, Any]", data)):
        hint = f"{each.remedy}, or delete it"
        yield SettingIssue(each.path, f"set, but {each.reason}", hint, stated=each.path)


CONSTRAINTS = (_without_effect,)
