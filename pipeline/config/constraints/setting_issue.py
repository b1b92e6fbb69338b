"""What a rule across settings finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

Settings = dict[str, Any]


class SettingIssue(NamedTuple):
    """A setting that does not fit another: where it is, what is wrong, what to write instead."""

    setting: str
    message: str
    hint: str


Rule = Callable[[Settings], Iterator[SettingIssue]]
