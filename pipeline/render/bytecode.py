"""Compiled partials, kept by content."""

from __future__ import annotations

import contextlib
import functools
import hashlib
from pathlib import Path

from jinja2 import FileSystemBytecodeCache
from jinja2 import __version__ as jinja_version
from jinja2.bccache import Bucket

_COMPILED_BY = ("partials.py", "placeholders.py")


class Bytecode(FileSystemBytecodeCache):
    """Jinja's bytecode; what cannot be read or written is as if it were not there."""

    def get_source_checksum(self, source: str) -> str:
        """Return a digest of all that decides what a partial is compiled to."""
        return hashlib.sha256(f"{_compiler()}\0{source}".encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load what is there, whole."""
        try:
            super().load_bytecode(bucket)
        except Exception:
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what can be kept."""
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)


@functools.cache
def _compiler() -> str:
    folder = Path(__file__).parent
    own = ((folder / name).read_text(encoding="utf-8") for name in _COMPILED_BY)
    return "\0".join((jinja_version, *own))
