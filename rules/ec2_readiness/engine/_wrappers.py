"""Programs that only start another: `sudo`, `timeout` and their kind."""

from __future__ import annotations

import re

# The options of each that take a value, by the manual pages of sudo, util-linux and the GNU
# coreutils; bash's `help command` and `help exec`.
_VALUED: dict[str, tuple[str, ...]] = {
    "command": (),
    "env": ("u", "unset", "C", "chdir"),
    "exec": ("a",),
    "ionice": ("c", "class", "n", "classdata"),
    "nice": ("n", "adjustment"),
    "nohup": (),
    "setsid": (),
    "sudo": (
        *("C", "close-from", "D", "chdir", "g", "group", "h", "host", "p", "prompt", "R", "chroot"),
        *("r", "role", "T", "command-timeout", "t", "type", "U", "other-user", "u", "user"),
    ),
    "timeout": ("k", "kill-after", "s", "signal"),
}
_ASSIGNMENT = re.compile(r"^[A-Za-z_]\w*\+?=")


def unwrapped(words: list[str]) -> list[str]:
    """Return a command without assignments before it and programs that only start it."""
    while words:
        program = words[0].rsplit("/", 1)[-1]
        if _ASSIGNMENT.match(words[0]) or program in ("time", "{"):
            words = words[1:]
        elif program in _VALUED and (started := _started(program, words[1:])):
            words = started
        else:
            break
    return words


def _started(program: str, words: list[str]) -> list[str]:
    """Return what a program starts; nothing where it starts none, as `command -v` does."""
    while words and words[0].startswith("-"):
        option = words[0]
        if program == "command" and option in ("-v", "-V"):
            return []
        words = words[2 if _takes_next(option, _VALUED[program]) else 1 :]
        if option == "--":
            break
    return words[1:] if program == "timeout" else words


def _takes_next(option: str, valued: tuple[str, ...]) -> bool:
    """Whether the value of an option is the next word: `-u app`, `-nu app`, but not `-uapp`."""
    if option.startswith("--"):
        return option[2:] in valued
    letters = [letter for letter in option[1:] if letter in valued]
    return bool(letters) and not option.partition(letters[0])[2]
