"""What is noted about a setting."""

from typing import NamedTuple

from pipeline.paths import KeyPath


class Note(NamedTuple):
    """What is noted about a setting, and what to write instead."""

    rule: str
    setting: KeyPath
    message: str
    hint: str
