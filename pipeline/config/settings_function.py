"""Functions of the settings that declare what they read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from pipeline.paths import KeyPath, ancestors, exists, is_within

Found = TypeVar("Found")
# Settings with their defaults, and the names that follow from them.
Values = dict[str, Any]


class InvalidPaths:
    """The paths of settings whose value cannot be used; a config may have thousands of them."""

    def __init__(self, paths: frozenset[KeyPath]) -> None:
        self.paths = paths
        self._around = ancestors(paths)

    def overlap(self, path: KeyPath) -> bool:
        """Whether a setting is invalid, is inside an invalid one, or has one inside."""
        return path in self._around or is_within(path, self.paths)


class SettingsFunction(Generic[Found]):
    """A function of all settings, and the paths of those that it reads.

    The function says itself which type its settings have.
    """

    def __init__(self, function: Callable[[Any], Found], reads: tuple[KeyPath, ...]) -> None:
        self.function = function
        self.reads = reads

    def __call__(self, settings: Any) -> Found:
        """Call the function; see `applies` for when that makes sense."""
        return self.function(settings)

    def applies(self, settings: Any, invalid: InvalidPaths | None = None) -> bool:
        """Whether all that the function reads is there and valid, also in part.

        A project with a schema of its own may lack settings.
        """
        return all(
            exists(settings, read) and not (invalid and invalid.overlap(read))
            for read in self.reads
        )


def reads(*settings: str) -> Callable[[Callable[[Any], Found]], SettingsFunction[Found]]:
    """Declare what a function reads: settings such as `fleet.min_size`, or whole sections.

    Only what is declared decides whether it is called. The tests hold each function to it.
    """
    paths = tuple(tuple(setting.split(".")) for setting in settings)
    return lambda function: SettingsFunction(function, paths)
