"""The table of figures that is kept in bench/soak.txt: a row for each, of its last run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.soak.figure import Figure
from tests.support import ROOT

FILE = ROOT / "bench" / "soak.txt"
HEAD = "date         count      of  failures  allowed  CPU s  figure"


def row(figure: Figure, date: str) -> str:
    """Return a figure as a row, which begins with the day of its run."""
    count, wanted = f"{figure.count:,}", f"{figure.wanted:,}"
    failures = f"{len(figure.failures):,}"
    numbers = (
        f"{count:>6}  {wanted:>6}  {failures:>8}  {figure.target:>7,}  {figure.seconds:>5,.0f}"
    )
    return f"{date}  {numbers}  {figure.name}"


def table(figures: Sequence[Figure], date: str, command: str, before: str = "") -> str:
    """Return the table with these figures in place of their former rows."""
    rows = {_name(line): line for line in before.splitlines()[3:]}
    rows.update({figure.name: row(figure, date) for figure in figures})
    return "\n".join([f"{command}, last on {date}", "", HEAD, *rows.values()]) + "\n"


def write(figures: Sequence[Figure], date: str, command: str, path: Path = FILE) -> None:
    """Put figures into the file's table."""
    before = path.read_text("utf-8") if path.exists() else ""
    path.write_text(table(figures, date, command, before), encoding="utf-8")


def _name(line: str) -> str:
    return line[len(HEAD) - len("figure") :]
