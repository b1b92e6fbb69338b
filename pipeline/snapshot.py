"""What runs make of the sources (schema and partials), kept for runs with the same sources.

One file of this user alone, read whole. What it holds is code, so its digest must be right first;
the digest is also of the sources and of the Python that compiled them.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from pipeline.cache_folder import write_private
from pipeline.regular_files import read_regular

_DIGEST_BYTES = 32
_T = TypeVar("_T")


class Snapshot:
    """Values by name, all of the same sources; without a file they are this run's alone."""

    def __init__(self, file: Path | None = None, sources: str = "") -> None:
        self._file = file
        self._made_of = f"{sys.version}\0{sources}".encode()
        self._values: dict[str, Any] = {}
        self._has_new = False
        if file:
            self._load(file)

    def _load(self, file: Path) -> None:
        with contextlib.suppress(OSError):
            data = memoryview(read_regular(file, private=True))
            head, values = data[:_DIGEST_BYTES], data[_DIGEST_BYTES:]
            if head == self._digest(values):
                self._values = marshal.loads(values)  # noqa: S302 (see the module's docstring)

    def find(self, name: str) -> Any | None:
        """Return what is kept under a name, None if nothing is."""
        return self._values.get(name)

    def keep(self, name: str, value: Any) -> None:
        """Keep a value of a type that `marshal` knows."""
        self._values[name] = value
        self._has_new = True

    def get(self, name: str, make: Callable[[], _T]) -> _T:
        """Return what is kept under a name, made first if nothing is."""
        if name not in self._values:
            self.keep(name, make())
        value: _T = self._values[name]
        return value

    def save(self) -> None:
        """Write what is new, whole; what cannot be written is as if it were not there."""
        if self._file and self._has_new:
            values = marshal.dumps(self._values)
            write_private(self._file, self._digest(values) + values)

    def _digest(self, values: bytes | memoryview) -> bytes:
        found = hashlib.sha256(self._made_of)
        found.update(values)
        return found.digest()
