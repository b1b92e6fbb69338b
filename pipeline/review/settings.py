"""The effective settings of two configs, and where they differ."""

from typing import Any, NamedTuple

from pipeline.paths import KeyPath, dotted

_ABSENT = object()
# Of the environment itself, and no part of what it is made of.
OWN = ("description", "extends", "parity", "waivers")


class SettingDifference(NamedTuple):
    """A setting that two configs have different values for; None where one does not have it."""

    path: KeyPath
    left: Any
    right: Any

    @property
    def name(self) -> str:
        """The setting's path as people write it."""
        return dotted(self.path)


def setting_differences(
    left: dict[str, Any], right: dict[str, Any], path: KeyPath = ()
) -> list[SettingDifference]:
    """Return the settings in which two configs differ, defaults filled in; lists as a whole."""
    found: list[SettingDifference] = []
    for key in [*left, *(key for key in right if key not in left)]:
        one, other = left.get(key, _ABSENT), right.get(key, _ABSENT)
        if isinstance(one, dict) and isinstance(other, dict):
            found += setting_differences(one, other, (*path, key))
        elif one != other:
            pair = (None if each is _ABSENT else each for each in (one, other))
            found.append(SettingDifference((*path, key), *pair))
    return found
