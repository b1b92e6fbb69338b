"""What runs make of the sources (schema and partials), kept for runs with the same sources.

One file of this user alone, read whole. It begins with a digest of the sources and of the Python
that compiled them, and a checksum of what follows, which is code.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from pipeline.cache_folder import write_private
from pipeline.regular_files import read_regular

_HEAD_BYTES = 36
_T = TypeVar("_T")


class Snapshot:
    """Values by name, all of the same sources; without a file they are this run's alone."""

    def __init__(self, file: Path | None = None, sources: str = "") -> None:
        self._file = file
        self._digest = hashlib.sha256(f"{sys.version}\0{sources}".encode()).digest()
        self._values: dict[str, Any] = {}
        self.has_new = False
        if file:
            self._load(file)

    def _load(self, file: Path) -> None:
        with contextlib.suppress(OSError):
            data = memoryview(read_regular(file, private=True))
            values = data[_HEAD_BYTES:]
            if data[:_HEAD_BYTES] == self._head(values):
                self._values = marshal.loads(values)  # noqa: S302 (see the module's docstring)

    def find(self, name: str) -> Any | None:
        """Return what is kept under a name, None if nothing is."""
        return self._values.get(name)

    def keep(self, name: str, value: Any) -> None:
        """Keep a value of a type that `marshal` knows."""
        self._values[name] = value
        self.has_new = True

    def get(self, name: str, make: Callable[[], _T]) -> _T:
        """Return what is kept under a name, made first if nothing is."""
        if name not in self._values:
            self.keep(name, make())
        value: _T = self._values[name]
        return value

    def save(self) -> None:
        """Write what is new, whole; what cannot be written is as if it were not there."""
        if self._file and self.has_new:
            values = marshal.dumps(self._values)
            write_private(self._file, self._head(values) + values)

    def _head(self, values: bytes | memoryview) -> bytes:
        return self._digest + zlib.crc32(values).to_bytes(4, "big")
