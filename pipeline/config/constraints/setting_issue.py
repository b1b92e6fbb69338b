"""What a rule across settings finds."""

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.config.settings_function import SettingsFunction
from pipeline.paths import KeyPath


class SettingIssue(NamedTuple):
    """A setting that does not fit another: where it is, what is wrong, what to write instead.

    `other` is the one that it does not fit, where its value is in the message. With `stated`, the
    issue is one only if the config states that setting.
    """

    setting: KeyPath
    message: str
    hint: str
    other: KeyPath = ()
    stated: KeyPath = ()


Constraint = SettingsFunction[Iterator[SettingIssue]]
