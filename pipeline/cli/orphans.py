"""Outputs of configs that are gone or have another name: their stacks go on running."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.cli.options import Options
from pipeline.cli.targets import Target, output_folders
from pipeline.diagnostic import Diagnostic, Location
from pipeline.project import Project
from pipeline.regular_files import names_in

_HINT = "delete it, or bring its config back"
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


def _is_page(path: Path) -> bool:
    """Whether a file is for readers of the folder, such as a README, and no sheet."""
    return path.suffix == ".md" and not "a" <= path.name[0] <= "z"
