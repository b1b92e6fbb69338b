"""The results of earlier runs, by content and never by time.

An environment is current when its config, what that extends, everything that renders it and its
output have the digests of the run that wrote it. A template is clean when the same text was clean
under the same linter. What cannot be read or written is as if it were not there. All of it lies in
a folder of this user alone, outside the clone: see `pipeline/cache_folder.py`.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pipeline.project import Project
from pipeline.regular_files import read_regular

_SOURCES = ("render.py", "pipeline", "partials", "schema")
_LINT_SOURCES = (".cfnlintrc", "rules")
_KEPT = 200


class Manifest:
    """What a project keeps of its runs; without `use_cache` it knows and keeps nothing."""

    def __init__(self, project: Project) -> None:
        self._project = project
        folder = project.cache
        self._path = folder / "manifest.json" if folder else None
        self._outputs: dict[str, Any] = {}
        self._clean: list[str] = []
        self._digests: dict[str, str] = {}  # of files, as this run found them
        if self._path:
            self._load(self._path)
            self._sources = _digest(_parts(project, _SOURCES))

    @functools.cached_property
    def _linter(self) -> str:
        return _digest([self._sources, *_parts(self._project, _LINT_SOURCES)])

    def _load(self, path: Path) -> None:
        with contextlib.suppress(OSError, ValueError, RecursionError, KeyError, TypeError):
            data = json.loads(read_regular(path, private=True))
            outputs, clean = data["outputs"], data["clean"]
            if isinstance(outputs, dict) and isinstance(clean, list):
                self._outputs, self._clean = outputs, clean

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
        return all(self._found(each) == digest for each, digest in files.items())

    def _found(self, path: str) -> str:
        """Return the digest of a file; configs share what they extend."""
        if path not in self._digests:
            self._digests[path] = _file_digest(path)
        return self._digests[path]

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

    def is_clean(self, text: str, regions: list[str]) -> bool:
        """Whether this very text was found clean before, for these regions."""
        return self._path is not None and self._verdict(text, regions) in self._clean

    def keep_clean(self, text: str, regions: list[str]) -> None:
        """Note that the text is clean."""
        if self._path:
            self._clean = [*self._clean, self._verdict(text, regions)][-_KEPT:]

    def save(self) -> None:
        """Write the cache, whole; runs at the same time may forget each other's findings."""
        if not self._path:
            return
        temporary = self._path.with_suffix(f".{os.getpid()}")
        with contextlib.suppress(OSError):
            data = {"outputs": self._outputs, "clean": self._clean}
            temporary.write_text(json.dumps(data), encoding="utf-8")
            temporary.replace(self._path)

    def _verdict(self, text: str, regions: list[str]) -> str:
        return _digest([self._linter, text, *regions])


def digest(text: str) -> str:
    """Return the digest of a file that holds this text."""
    return hashlib.sha256(text.encode()).hexdigest()


def _absolute(path: Path) -> str:
    """Return an absolute path as text; a hundred paths as objects cost more than their files."""
    return os.path.join(os.getcwd(), path)  # noqa: PTH109


def _parts(project: Project, names: tuple[str, ...]) -> Iterator[str]:
    start = len(os.path.join(project.root, ""))
    for name in names:
        for path in _files(os.path.join(project.root, name)):
            yield path[start:]
            yield _file_digest(path, follow=True)
    yield from _distributions()


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


def _file_digest(path: str | Path, *, follow: bool = False) -> str:
    try:
        return hashlib.sha256(read_regular(path, follow=follow)).hexdigest()
    except (OSError, ValueError):
        return ""


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
