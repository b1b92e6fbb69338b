"""Outputs that are not what their configs render to: how they differ, and what writes them."""

from __future__ import annotations

import shlex
from pathlib import Path

from pipeline.cli.options import Options
from pipeline.cli.targets import Target
from pipeline.diagnostic import Diagnostic, InvalidInput, Location, printable
from pipeline.output.report import show_diff
from pipeline.output.writing import unified_diff
from pipeline.project import Project, command
from pipeline.regular_files import read_output

_CRLF = "\r\n"
_ATTRIBUTES = (
    "; the file has CRLF line ends: '* text=auto eol=lf' in .gitattributes keeps Git from writing "
    "them again"
)


def is_same(options: Options, path: Path, text: str) -> bool:
    """Whether a file holds a text; shows the difference where people ask for it."""
    before = read_output(path)
    if before != text and (options.diff or options.for_people):
        _show(before, text, str(path))
    return before == text


def stale(project: Project, options: Options, target: Target, path: Path) -> Diagnostic:
    """Return the error of a file that is stale, with the command that writes it."""
    folder = f" --output {shlex.quote(options.output)}" if options.output else ""
    hint = f"{command(project.root)}{folder} {shlex.quote(target.name)}"
    hint += _ATTRIBUTES if _has_crlf(path) else ""
    return Diagnostic(Location(str(path)), "stale: not what its config renders to", hint)


def _has_crlf(path: Path) -> bool:
    try:
        return _CRLF in (read_output(path) or "")
    except InvalidInput:  # it could be read before, which made it stale
        return False


def _show(before: str | None, after: str, name: str) -> None:
    """Show a diff; CRLF in place of LF in one line, since each line of the file differs by it."""
    if before and _CRLF in before:
        before = before.replace(_CRLF, "\n")
        only = "only line ends differ" if before == after else "line ends differ, too"
        show_diff(f"{printable(name)}: {only}: CRLF in the file, LF in the rendering\n")
    show_diff(unified_diff(before, after, name))
