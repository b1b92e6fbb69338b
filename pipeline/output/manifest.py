"""The results of earlier runs, by content.

An environment is current when its config, what that extends, everything that renders it and its
output have the digests of the run that wrote it. A template is clean when the same text was clean
under the same linter. What cannot be read or written is as if it were not there. All of it lies in
a folder of this user alone, outside the clone: see `pipeline/cache_folder.py`.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.cache_folder import write_private
from pipeline.output.file_digests import FileDigests, digest
from pipeline.project import Project
from pipeline.regular_files import read_regular

if TYPE_CHECKING:
    from pipeline.snapshot import Snapshot

_SOURCES = ("render.py", "pipeline", "partials", "schema")
_LOCK = ("requirements.txt", "requirements.in")
_KEPT = 200


class Manifest:
    """What a project keeps of its runs; without `use_cache` it knows and keeps nothing."""

    def __init__(self, project: Project) -> None:
        self._project = project
        folder = project.cache
        self._path = folder / "manifest.json" if folder else None
        self._outputs: dict[str, Any] = {}
        self._clean: list[str] = []
        self._files = FileDigests()
        self._sources = ""
        self._snapshot: Snapshot | None = None
        self._has_new = False
        if self._path:
            self._load(self._path)
            self._sources = self._digest_of_sources()

    def _digest_of_sources(self) -> str:
        root = self._project.root
        lock = [name for name in _LOCK if (root / name).is_file()]
        files = _files_by_name(root, (*_SOURCES, *lock))
        return self._files.of_files("sources", files, _distributions())

    @functools.cached_property
    def _linter(self) -> str:
        names = map(str, self._project.lint_sources())
        files = _files_by_name(self._project.root, names)
        return self._files.of_files("linter", files, [self._sources])

    def _load(self, path: Path) -> None:
        with contextlib.suppress(OSError, ValueError, RecursionError, KeyError, TypeError):
            data = json.loads(read_regular(path, private=True))
            outputs, clean, files = data["outputs"], data["clean"], data["files"]
            if isinstance(outputs, dict) and isinstance(clean, list) and isinstance(files, dict):
                self._outputs, self._clean, self._files.kept = outputs, clean, files

    def snapshot(self) -> Snapshot:
        """Return what earlier runs made of the schema and the partials that are there now."""
        from pipeline.snapshot import Snapshot

        file = self._path.with_name("sources.snapshot") if self._path else None
        self._snapshot = Snapshot(file, self._sources)
        return self._snapshot

    def is_current(self, config: Path, output: Path, *, linted: bool) -> bool:
        """Whether rendering this config would write exactly what the output holds."""
        name = _absolute(output)
        entry = self._outputs.get(name)
        if not isinstance(entry, dict):
            return False
        if entry.get("config") != _absolute(config) or entry.get("sources") != self._sources:
            return False
        if linted and entry.get("linter") != self._linter:
            return False
        files = entry.get("files")
        if not isinstance(files, dict) or not files:
            return False
        files = {**files, name: entry.get("output")}
        return all(self._files.of_file(path) == known for path, known in files.items())

    def keep_output(
        self, config: Path, digests: dict[Path, str], output: Path, text: str, *, linted: bool
    ) -> None:
        """Note that the config, with files of these digests, renders to this text.

        The digests are of what was read and written, not of what the files hold by now.
        """
        if self._path:
            self._outputs[_absolute(output)] = {
                "config": _absolute(config),
                "sources": self._sources,
                "linter": self._linter if linted else "",
                "files": {_absolute(path): digest for path, digest in digests.items()},
                "output": digest(text),
            }
            self._has_new = True

    def is_clean(self, text: str, regions: list[str]) -> bool:
        """Whether this very text was found clean before, for these regions."""
        return self._path is not None and self._verdict(text, regions) in self._clean

    def keep_clean(self, text: str, regions: list[str]) -> None:
        """Note that the text is clean."""
        if self._path:
            self._clean = [*self._clean, self._verdict(text, regions)][-_KEPT:]
            self._has_new = True

    def save(self) -> None:
        """Write what is new, whole; runs at the same time may forget each other's findings."""
        self._save_snapshot()
        if not self._path or not (self._has_new or self._files.has_new):
            return
        data = {"outputs": self._outputs, "clean": self._clean, "files": self._files.kept}
        write_private(self._path, json.dumps(data).encode())

    def _save_snapshot(self) -> None:
        new = self._snapshot if self._snapshot and self._snapshot.has_new else None
        # What was made of a file that changed meanwhile is not of the sources as they were.
        if new and self._digest_of_sources() == self._sources:
            new.save()

    def _verdict(self, text: str, regions: list[str]) -> str:
        return digest("\0".join((self._linter, text, *regions)))


def _absolute(path: Path) -> str:
    """Return an absolute path as text; a hundred paths as objects cost more than their files."""
    return os.path.join(os.getcwd(), path)  # noqa: PTH109


def _files_by_name(root: Path, names: Iterable[str]) -> dict[str, str]:
    """Return the paths of files and of those in folders, by their names in the project."""
    start = os.path.join(root, "")
    paths = (path for name in names for path in _files(os.path.join(root, name)))
    return {path.removeprefix(start): path for path in paths}


def _files(path: str) -> Iterator[str]:
    """Yield the files in a folder and those inside, but for what Python compiled."""
    if not os.path.isdir(path):
        yield path
        return
    with os.scandir(path) as entries:
        inside = sorted((each.name, each) for each in entries if each.name != "__pycache__")
    for _, each in inside:
        if _is_folder(each):
            yield from _files(each.path)
        else:
            yield each.path


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # links in a circle, which reading the file will say
        return False


def _distributions() -> list[str]:
    """Return the installed distributions with their versions, as their folders are named."""
    folders = [folder for folder in sys.path if folder.endswith(("site-packages", "dist-packages"))]
    found: set[str] = set()
    for folder in folders:
        with contextlib.suppress(OSError):
            found.update(name for name in os.listdir(folder) if name.endswith(".dist-info"))
    return sorted(found)
