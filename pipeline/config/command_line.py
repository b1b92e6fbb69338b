"""How systemd splits the command of a service into words, and what it does not take.

https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html#Command%20lines
"""

from __future__ import annotations

import re
from collections.abc import Collection

_ESCAPE = (
    r"""\\([abfnrtvs\\"']|x[0-9a-fA-F]{2}|[0-3][0-7]{2}|"""
    r"""u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|;(?=\s|$))"""
)
_SHELL = r"(.*/)?(ba|da|z|k)?sh"
_VARIABLE = re.compile(r"(?<!\$)\$([A-Za-z_]\w*)")
_OPERATOR = r"\|\|?|&&?|[0-9]?>>?(&[0-9]|/\S*)?|<<?"

_NO_SHELL = "systemd is no shell: write /bin/bash -c '...'"


class CommandLineError(ValueError):
    """A command that systemd refuses or reads differently; with a hint as its second argument."""


def split(command: str) -> list[str]:
    """Return the words of a command, quotes and escapes left in; raises CommandLineError."""
    words: list[str] = []
    word, quote, index = "", "", 0
    while index < len(command):
        character = command[index]
        if character == "\\":
            text = _escape(command, index)
        elif character == "%":
            text = _percent(command, index)
        else:
            text = character
            if character in "\"'" and quote in ("", character):
                quote = "" if quote else character
        if text == " " and not quote:
            words, word = [*words, word] if word else words, ""
        else:
            word += text
        index += len(text)
    if quote:
        hint = f"close it, or write \\{quote} for the character itself"
        raise CommandLineError(f"the quote {quote} is not closed", hint)
    words = [*words, word] if word else words
    for each in words:
        _plain(each)
    return words


def check_variables(words: list[str], names: Collection[str]) -> None:
    """Raise CommandLineError for what a shell would replace and systemd does not.

    systemd replaces $NAME as a word of its own, and ${NAME} within a word, too. What a shell in
    the command reads is the shell's.
    """
    for index, word in enumerate(words):
        plain = word.strip("\"'")
        variable = _VARIABLE.search(plain)
        if variable and variable[1] in names and variable[0] != plain:
            hint = f"write ${{{variable[1]}}}: within a word systemd replaces that form only"
            raise CommandLineError(f"{variable[0]} stays as it is in {word}", hint)
        if "$(" in word or "`" in word or word.startswith("~/"):
            raise CommandLineError(f"{word} would stay as it is", _NO_SHELL)
        if re.fullmatch(r"-\w*c", word) and index and re.fullmatch(_SHELL, words[index - 1]):
            return


def _escape(command: str, index: int) -> str:
    if match := re.compile(_ESCAPE).match(command, index):
        return match[0]
    if index == len(command) - 1:
        hint = "delete it: systemd would join the next line of the unit"
        raise CommandLineError("a backslash ends it", hint)
    message = f"systemd knows no escape {command[index : index + 2]}"
    raise CommandLineError(message, "write \\\\ for a backslash")


def _percent(command: str, index: int) -> str:
    if command[index : index + 2] != "%%":
        text = command[index : index + 2]
        raise CommandLineError(f"systemd replaces {text}", "write %% for a percent sign")
    return "%%"


def _plain(word: str) -> None:
    if word == ";":
        hint = "write \\; for an argument, or put commands that come first into application.setup"
        raise CommandLineError("a ; of its own begins a second command", hint)
    if re.fullmatch(_OPERATOR, word):
        raise CommandLineError(f"{word} would be an argument of the program", _NO_SHELL)
