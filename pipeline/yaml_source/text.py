"""From bytes to text that every reader of the file sees alike."""

from __future__ import annotations

import functools
import sys
from pathlib import Path

from pipeline.diagnostic import Diagnostic, InvalidInput, Location
from pipeline.project import leads_out
from pipeline.regular_files import NotRegularError, read_regular, reason

MAX_BYTES = 256 * 1024

_MANY = 100  # lines with such characters: the file is not a config
_BIDIRECTIONAL = ["LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"]
_INVISIBLE_MARKS = "\u061c\u200e\u200f\ufeff"


def read_text(path: Path, name: str, inside: str = "") -> str:
    """Return a file's text; raises InvalidInput as `read_bytes` and `decode` do."""
    return decode(read_bytes(path, name, inside), name)


def read_bytes(path: Path | None, name: str, inside: str = "") -> bytes:
    """Return what a file holds, standard input if `path` is None, up to just over the limit.

    Raises InvalidInput for anything that is not a regular file, and for a link that leads out of
    the real folder `inside`, if one is given: what it leads to would stand in the messages.
    """
    try:
        if path is None:
            return sys.stdin.buffer.read(MAX_BYTES + 1) if sys.stdin else b""
        if inside and leads_out(inside, path):
            raise _invalid_input(name, "leads out of the project", "put a file in its place")
        return read_regular(path, MAX_BYTES, follow=True)
    except NotRegularError:
        hint = "name one config in it" if path and path.is_dir() else ""
        raise _invalid_input(name, "not a regular file", hint) from None
    except FileNotFoundError as error:
        from pipeline.yaml_source.similar_files import similar_file

        similar = similar_file(path) if path else None
        hint = f"did you mean '{similar}'?" if similar else ""
        raise _invalid_input(name, f"cannot be read: {reason(error)}", hint) from None
    except (OSError, ValueError) as error:
        raise _invalid_input(name, f"cannot be read: {reason(error)}") from None


def decode(data: bytes, name: str) -> str:
    """Return a file's text with plain line feeds and without a byte order mark.

    Raises InvalidInput for more than 256 KiB, other encodings than UTF-8, control characters.
    """
    if len(data) > MAX_BYTES:
        raise _invalid_input(name, f"larger than {MAX_BYTES // 1024} KiB")
    try:
        text = data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = "save the file as UTF-8"
        raise _invalid_input(name, f"not UTF-8 at byte {error.start + 1}", hint, line) from None
    text = text.replace("\r\n", "\n")
    _check_characters(text, name)
    return text


@functools.lru_cache(maxsize=1024)
def forbidden(character: str) -> str:
    """Return the Unicode name of a character that no setting may hold, or an empty string.

    Refused are controls, separators of lines, surrogates, private-use and non-characters, and marks
    that change what a reviewer sees without being seen (CVE-2021-42574).
    """
    import unicodedata

    category = unicodedata.category(character)
    hidden = unicodedata.bidirectional(character) in _BIDIRECTIONAL
    no_character = ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF
    hidden = hidden or no_character or character in _INVISIBLE_MARKS
    if hidden or category in ("Cc", "Zl", "Zp", "Cs", "Co"):
        return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()
    return ""


def first_forbidden(text: str, allowed: str = "") -> str:
    """Return the name of the first character of a text that no setting may hold, else nothing."""
    if text.isascii() and text.isprintable():
        return ""
    return next(filter(None, (forbidden(each) for each in text if each not in allowed)), "")


def _check_characters(text: str, name: str) -> None:
    if text.isascii() and text.replace("\n", "").isprintable():
        return
    diagnostics = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.isascii() and line.isprintable():
            continue
        for column, character in enumerate(line, start=1):
            if character != "\t" and (found := forbidden(character)):
                location = Location(name, number, column)
                diagnostics.append(
                    Diagnostic(location, f"character {found} is not allowed", "delete it")
                )
                break
        if len(diagnostics) == _MANY:
            break
    if diagnostics:
        raise InvalidInput(diagnostics)


def _invalid_input(name: str, message: str, hint: str = "", line: int = 1) -> InvalidInput:
    return InvalidInput([Diagnostic(Location(name, line, 1), message, hint)])
