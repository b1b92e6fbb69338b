"""What a run renders: each config, and the file it goes to."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from pipeline.cli.arguments import Options
from pipeline.diagnostic import Diagnostic, InvalidInput, Location
from pipeline.project import Project, boundary, leads_out


class Target(NamedTuple):
    """A config to render (standard input if `config` is None) and the file it goes to."""

    config: Path | None
    name: str
    output: Path
    output_name: str

    @property
    def sheet(self) -> Path:
        """The review sheet, which lies beside the template."""
        return self.output.with_suffix(".md")


def find_targets(project: Project, options: Options) -> list[Target]:
    """Return the targets of the files named, or of all environments; raises InvalidInput.

    Two configs that would render to the same file are refused.
    """
    folder = output_folder(project, options)
    if leads_out(boundary(project.root, folder / "any.yml"), folder):
        message = "is a link that leads out of the project"
        raise InvalidInput(
            [Diagnostic(Location(str(folder)), message, "put a folder in its place")]
        )
    files = [Path(name) for name in options.files] or [_shown(path) for path in project.configs()]
    if not files:
        hint = "add one, such as config/prod.yml"
        raise InvalidInput(
            [Diagnostic(Location(str(project.root / "config")), "no configs here", hint)]
        )
    targets: dict[Path, Target] = {}
    for file in files:
        output = folder / f"{file.stem}.yml"
        name = os.path.normpath(file)
        other = targets.setdefault(output, Target(file, name, output, str(output)))
        if other.name != name and os.path.relpath(other.name) != os.path.relpath(name):
            hint = "rename one of the two"
            raise InvalidInput(
                [Diagnostic(Location(name), f"renders to {output}, as does {other.name}", hint)]
            )
    return list(targets.values())


def _shown(path: Path) -> Path:
    """Return the path as a person in this folder would write it."""
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else Path(relative)


def output_folder(project: Project, options: Options) -> Path:
    """Return the folder that the outputs go to."""
    return Path(options.output) if options.output else _shown(project.root / "output")
