"""How diagnostics and results are shown."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from pipeline.diagnostic import Diagnostic, Waived, few, in_order, printable
from pipeline.output.places import from_here, from_repository, waived_from_repository

MAX_BODY = 51_200
_DIFF = {"---": "1", "+++": "1", "@@": "36", "+": "32", "-": "31"}
_COLOURS = {"error": "31", "warning": "33", "info": "36"}


def report(
    diagnostics: Iterable[Diagnostic], style: str, root: Path, waived: Iterable[Waived] = ()
) -> None:
    """Show diagnostics on standard error; in other formats than text on standard output.

    GitHub annotations go beside the text: the log of a workflow shows no more than their message.
    `root` is the project's folder.
    """
    found = in_order(from_here(diagnostics, root))
    if style in {"text", "github"}:
        for diagnostic in found:
            print(_coloured(diagnostic), file=sys.stderr)
    if style != "text":
        _print_document(found, style, root, list(waived))
    counts: dict[str, int] = {}
    for diagnostic in found:
        counts[diagnostic.severity] = counts.get(diagnostic.severity, 0) + 1
    if counts:
        line = ", ".join(_plural(number, name) for name, number in counts.items())
        print(line, file=sys.stderr)


def _print_document(found: list[Diagnostic], style: str, root: Path, waived: list[Waived]) -> None:
    from pipeline.output.formats import FORMATS

    if style != "json":  # the others are for services that know the repository only
        found, waived = from_repository(found, root), waived_from_repository(waived, root)
    print(FORMATS[style](found, waived))


def summary(outputs: dict[str, list[str]], seconds: float) -> None:
    """Show on standard error what became of which outputs, in one line."""
    total = _plural(sum(map(len, outputs.values())), "environment")
    done = ", ".join(
        f"{len(names)} {word} ({few(names)})" for word, names in outputs.items() if names
    )
    print(f"{total}: {done or 'nothing to do'}, {seconds:.1f} s", file=sys.stderr)


def show_diff(diff: str) -> None:
    """Show a diff on standard output, in colour on a terminal."""
    if not _is_coloured(sys.stdout):
        sys.stdout.write(diff)
        return
    for line in diff.splitlines(keepends=True):
        colour = next((each for start, each in _DIFF.items() if line.startswith(start)), "")
        text = line.rstrip("\n")
        sys.stdout.write(f"\033[{colour}m{text}\033[0m\n" if colour else line)


def note_shared(names: list[str]) -> None:
    """Say on standard error which of the named files are skipped, in one line."""
    if names:
        found = printable(", ".join(names))
        print(f"{found}: skipped: for other configs to extend, no environment", file=sys.stderr)


def report_waived(waived: Iterable[Waived]) -> None:
    """Show on standard error which findings were accepted, and why."""
    for each in waived:
        print(each.text, file=sys.stderr)


def note_size(name: str, text: str) -> None:
    """Say on standard error how to deploy a template that is too large to be sent directly.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
    """
    over = len(text.encode()) - MAX_BODY
    if over > 0:
        limit = f"{over:,} bytes over the {MAX_BODY:,} that CloudFormation takes directly"
        print(f"{name}: note: {limit}; deploy it with --s3-bucket BUCKET", file=sys.stderr)


def internal_error() -> None:
    """Show on standard error an exception that should never have come this far."""
    import traceback

    traceback.print_exc()
    print(
        "render.py: a bug in this program; please report it with the lines above", file=sys.stderr
    )


def _is_coloured(stream: TextIO) -> bool:
    """Whether a person sees the stream, who wants colour: https://no-color.org."""
    return stream.isatty() and not os.environ.get("NO_COLOR")


def _coloured(diagnostic: Diagnostic) -> str:
    if not _is_coloured(sys.stderr):
        return diagnostic.text
    word = f": {diagnostic.severity}: "
    colour = f": \033[{_COLOURS.get(diagnostic.severity, '31')}m{diagnostic.severity}\033[0m: "
    return diagnostic.text.replace(word, colour, 1)


def _plural(number: int, name: str) -> str:
    return f"{number} {name}" if number == 1 or name == "info" else f"{number} {name}s"
