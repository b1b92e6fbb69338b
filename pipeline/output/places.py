"""Where the files of diagnostics are: for the person in this folder, and in the repository.

A config is named as the command line names it, and what every project has, such as a partial, from
the project's folder.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from pipeline.diagnostic import Diagnostic, Location, Waived
from pipeline.project import shown


def from_here(found: Iterable[Diagnostic], root: Path) -> list[Diagnostic]:
    """Return the diagnostics of the project at `root` with files as this folder names them."""
    name = functools.cache(lambda file: str(shown(_path(file, root))))
    return [_moved(each, name) for each in found]


def from_repository(found: Iterable[Diagnostic], root: Path) -> list[Diagnostic]:
    """Return the diagnostics with files as their repository names them.

    Services that mark lines in a pull request look for a file from there, wherever the run was.
    """
    name = functools.cache(lambda file: _in_repository(_path(file, root)))
    return [_moved(each, name) for each in found]


def waived_from_repository(found: Iterable[Waived], root: Path) -> list[Waived]:
    """Return waived findings with files as their repository names them."""
    waived = list(found)
    moved = from_repository([each.diagnostic for each in waived], root)
    return [
        each._replace(diagnostic=diagnostic) for each, diagnostic in zip(waived, moved, strict=True)
    ]


def _moved(diagnostic: Diagnostic, name: Callable[[str], str]) -> Diagnostic:
    def move(location: Location) -> Location:
        stream = location.file.startswith("<")  # of <stdin>
        return location if stream else location._replace(file=name(location.file))

    partial = diagnostic.partial
    return diagnostic._replace(
        location=move(diagnostic.location),
        partial=move(partial) if partial else None,
        configs=tuple(move(Location(each)).file for each in diagnostic.configs),
    )


def _path(file: str, root: Path) -> str:
    """Return the whole path of a file that is named from this folder or from the project's."""
    here, there = os.path.abspath(file), os.path.join(root, file)  # noqa: PTH100 (links stay)
    return there if os.path.exists(there) and not os.path.exists(here) else here  # noqa: PTH110


def _in_repository(path: str) -> str:
    top = _repository(os.path.dirname(path))
    return os.path.relpath(path, top) if top else str(shown(path))


@functools.cache
def _repository(folder: str) -> str | None:
    """Return the top folder of the Git repository around a folder, without asking Git.

    Git would read the settings of a repository that may belong to another.
    """
    if os.path.exists(os.path.join(folder, ".git")):  # noqa: PTH110 (a folder, or a worktree's file)
        return folder
    parent = os.path.dirname(folder)
    return None if parent == folder else _repository(parent)
