"""What is behind a change: a line of a config or of a partial."""

from typing import NamedTuple

from pipeline.diagnostic import Location


class Cause(NamedTuple):
    """The line that caused a change, and the setting on it, empty for a line of a partial.

    A default has no line: `is_default` says so, and the location is the config's. Nor has a line
    that was deleted (`is_removed`), whose location is the file that it was in.
    """

    location: Location
    setting: str = ""
    is_default: bool = False
    is_removed: bool = False

    @property
    def text(self) -> str:
        """The cause as it is shown, empty where none is known."""
        if not (self.setting or self.location.line):
            return ""
        state = " (default)" if self.is_default else " (removed)" if self.is_removed else ""
        return f"{self.location} {self.setting}".rstrip() + state
