"""Outputs of configs that are gone or renamed, and outputs in folders that no run reads."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.cli.options import Options
from pipeline.cli.targets import Target, output_folders
from pipeline.diagnostic import Diagnostic, Location
from pipeline.project import CONFIGS, OUTPUTS, Project, environments_in
from pipeline.regular_files import names_in, read_regular

_HINT = "delete it, or bring its config back"
_UNREAD = "delete it: its sheet says that --check compares it, and no run reads this folder"
_WRITTEN = b"written by `render.py` with the template beside it"  # as each sheet begins
_RUNNING = "; its stack goes on running, see 'an environment less' in docs/operations.md"


def orphans(project: Project, options: Options, targets: Sequence[Target]) -> list[Diagnostic]:
    """Return an error for each template and sheet that none of the targets renders to."""
    expected = {path.absolute() for target in targets for path in (target.output, target.sheet)}
    return [
        Diagnostic(Location(str(path)), "no config renders to this file", hint)
        for folder in output_folders(project, options)
        for path in (folder / name for name in names_in(folder, ".yml", ".md"))
        if path.absolute() not in expected and not _is_page(path)
        for hint in [_HINT + _RUNNING * (path.suffix == ".yml")]
    ]


def unread(project: Project, options: Options) -> list[Diagnostic]:
    """Return an error for each template and sheet in a folder that no run reads.

    Those are the folders below one of outputs, and `output` among the configs. What this program
    did not write is left alone, and so is what may be made of a config in a folder of configs by
    `--output`.
    """
    are_read = output_folders(project, options)
    return [
        Diagnostic(Location(str(path)), "no config renders to this file", _UNREAD)
        for outputs in are_read
        for configs in [outputs.parent / CONFIGS]
        for folder in [*_below(outputs), *_below(configs, OUTPUTS)]
        for sheet in (folder / name for name in names_in(folder, ".md"))
        if folder not in are_read and _is_sheet(sheet) and sheet.stem not in _stems_below(configs)
        for path in (sheet, sheet.with_suffix(".yml"))
        if path.is_file()
    ]


def _below(folder: Path, *only: str) -> Iterator[Path]:
    """Yield the folders below a folder, or below and with those named in it; links are left out."""
    for name in only or names_in(folder, ""):
        if not (folder / name).is_symlink():
            yield from (Path(each) for each, _, _ in os.walk(folder / name))


def _is_sheet(path: Path) -> bool:
    try:
        return _WRITTEN in read_regular(path, 1000)
    except OSError:
        return False


def _stems_below(configs: Path) -> set[str]:
    folders = set(_below(configs)) - set(_below(configs, OUTPUTS))
    return {path.stem for folder in folders for path in environments_in(folder)}


def _is_page(path: Path) -> bool:
    """Whether a file is for readers of the folder, such as a README, and no sheet."""
    return path.suffix == ".md" and not "a" <= path.name[0] <= "z"
