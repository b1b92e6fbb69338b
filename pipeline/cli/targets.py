"""What a run renders: each config, and the file it goes to."""

import os
from pathlib import Path
from typing import NamedTuple

from pipeline.cli.options import Options
from pipeline.diagnostic import Diagnostic, InvalidInput, Location
from pipeline.project import (
    CONFIGS,
    OUTPUTS,
    SUFFIXES,
    Project,
    boundary,
    command,
    environments_in,
    is_shared,
    leads_out,
    outputs_of,
    shown,
)
from pipeline.regular_files import names_in


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


def leave_out_shared(options: Options) -> list[str]:
    """Take the files that are no environments out of the options, and return them.

    A pattern such as `config/*.yml` names them, too. What is about one config takes any.
    """
    if options.takes_one:
        return []
    shared = [name for name in options.files if is_shared(Path(name))]
    options.files = [name for name in options.files if name not in shared]
    return shared


def find_targets(project: Project, options: Options) -> list[Target]:
    """Return the targets of the files named, or of all environments; raises InvalidInput.

    Two configs that would render to the same file are refused.
    """
    files = _files(project, options)
    targets: dict[Path, Target] = {}
    folders: dict[Path, Path] = {}  # of outputs, by that of the configs
    for file in files:
        folder = file.parent
        if folder not in folders:
            folders[folder] = _output_folder(project, options, file)
        output = folders[folder] / f"{file.stem}.yml"
        name = os.path.normpath(file)
        other = targets.setdefault(output, Target(file, name, output, str(output)))
        if other.name != name and _whole(other.name) != _whole(name):
            raise InvalidInput([_same_output(options, name, other)])
    return list(targets.values())


def _whole(name: str) -> str:
    return os.path.abspath(name)  # noqa: PTH100 (links stay)


def _files(project: Project, options: Options) -> list[Path]:
    if options.files:
        return [path for name in options.files for path in _named(name, options)]
    folders = [shown(each / CONFIGS) for each in project.applications()]
    files = [path for folder in folders for path in environments_in(folder)]
    if options.output:  # of one application: its configs only
        folder = Path(options.output).absolute()
        files = [each for each in files if outputs_of(project.root, each) == folder] or files
    if not files:
        hint = f"start an application: {command(project.root)} --init"
        location = Location(str(shown(project.root / CONFIGS)))
        raise InvalidInput([Diagnostic(location, "no configs here", hint)])
    return files


def _named(name: str, options: Options) -> list[Path]:
    """Return a file, or the environments of an application's folder or of one with configs."""
    path = Path(name)
    if options.takes_one or not name or not path.is_dir():
        return [path]
    folder = path / CONFIGS if (path / CONFIGS).is_dir() else path
    if not (found := environments_in(folder)):
        hint = f"name a config, or a folder that holds some in {CONFIGS}/"
        raise InvalidInput([Diagnostic(Location(str(path)), "no configs here", hint)])
    return found


def _same_output(options: Options, name: str, other: Target) -> Diagnostic:
    message = f"renders to {other.output}, as does {other.name}"
    several = options.output and os.path.dirname(name) != os.path.dirname(other.name)
    hint = "name the configs of one application" if several else "rename one of the two"
    return Diagnostic(Location(name), message, hint)


def _output_folder(project: Project, options: Options, config: Path) -> Path:
    """Return the folder that a config's outputs go to; raises InvalidInput."""
    folder = Path(options.output) if options.output else shown(outputs_of(project.root, config))
    if leads_out(boundary(project.root, folder / "any.yml"), folder):
        message = "is a link that leads out of the project"
        raise InvalidInput(
            [Diagnostic(Location(str(folder)), message, "put a folder in its place")]
        )
    return folder


def output_folders(project: Project, options: Options) -> list[Path]:
    """Return the folders that hold nothing but outputs: one for each application."""
    if options.output:
        return [Path(options.output)]
    found = [each / OUTPUTS for each in project.applications()]
    return [shown(each) for each in found if _holds_outputs(each)]


def _holds_outputs(folder: Path) -> bool:
    """Whether a folder is an application's, also of one whose configs are deleted."""
    if names_in(folder.parent / CONFIGS, *SUFFIXES):
        return True
    outputs = (folder / name for name in names_in(folder, ".yml"))
    return any(each.with_suffix(".md").is_file() for each in outputs)
