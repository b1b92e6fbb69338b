"""Compiled partials, kept by content in a folder of this user alone.

Jinja's own store unpickles a file before it compares anything. Here the file must be regular and
this user's, and its digest right, before what it holds is taken for code.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import marshal
import os
import sys
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2 import __version__ as jinja_version
from jinja2.bccache import Bucket

from pipeline.regular_files import read_regular

_COMPILED_BY = ("jinja.py", "line_markers.py", "placeholders.py")
_DIGEST_BYTES = 32


class Bytecode(BytecodeCache):
    """Jinja's bytecode; what cannot be read or written is as if it were not there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get_source_checksum(self, source: str) -> str:
        """Return a digest of all that decides what a partial is compiled to."""
        return hashlib.sha256(f"{_compiler()}{source}".encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load what is there, whole."""
        with contextlib.suppress(OSError):
            data = read_regular(self._folder / bucket.key, private=True)
            head, code = data[:_DIGEST_BYTES], data[_DIGEST_BYTES:]
            if head == _digest(bucket.checksum, code):
                bucket.code = marshal.loads(code)  # noqa: S302 (see the module's docstring)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what can be kept."""
        code = marshal.dumps(bucket.code)
        temporary = self._folder / f"{bucket.key}.{os.getpid()}"
        with contextlib.suppress(OSError):
            temporary.write_bytes(_digest(bucket.checksum, code) + code)
            temporary.chmod(0o600)
            temporary.replace(self._folder / bucket.key)


def _digest(checksum: str, code: bytes) -> bytes:
    return hashlib.sha256(checksum.encode() + code).digest()


@functools.cache
def _compiler() -> str:
    """Return a digest of what compiles partials."""
    folder = Path(__file__).parent
    own = ((folder / name).read_text(encoding="utf-8") for name in _COMPILED_BY)
    parts = "\0".join((sys.version, jinja_version, *own))
    return hashlib.sha256(parts.encode()).hexdigest()
