"""Compiled partials, kept by content in a folder of this user alone.

Jinja's own store unpickles a file before it compares anything. Here the file must be regular and
this user's, and its digest right, before what it holds is taken for code.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import marshal
import sys
from collections.abc import MutableMapping
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import BaseLoader, BytecodeCache, Environment, Template
from jinja2 import __version__ as jinja_version
from jinja2.bccache import Bucket

from pipeline.cache_folder import write_private
from pipeline.regular_files import read_regular
from pipeline.snapshot import Snapshot

_COMPILED_BY = ("arithmetic.py", "jinja.py", "line_markers.py", "placeholders.py")
_DIGEST_BYTES = 32


class Bytecode(BytecodeCache):
    """Jinja's bytecode; what cannot be read or written is as if it were not there."""

    def __init__(self, folder: Path, snapshot: Snapshot | None = None) -> None:
        self._folder = folder
        self._snapshot = snapshot or Snapshot()

    def known(self, name: str, file: str | None) -> CodeType | None:
        """Return what a template was compiled to, if the sources are known."""
        code: CodeType | None = self._snapshot.find(self.get_cache_key(name, file))
        return code

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
                self._snapshot.keep(bucket.key, bucket.code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what can be kept."""
        self._snapshot.keep(bucket.key, bucket.code)
        code = marshal.dumps(bucket.code)
        write_private(self._folder / bucket.key, _digest(bucket.checksum, code) + code)


class KnownTemplates(BaseLoader):
    """A loader that reads no template whose sources are known."""

    def file(self, _: str) -> str | None:
        """Return the path of a template, as `get_source` does."""
        return None

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 (Jinja's name)
    ) -> Template:
        """Return a template, compiled; raises what `get_source` raises."""
        cache = environment.bytecode_cache
        code = cache.known(name, self.file(name)) if isinstance(cache, Bytecode) else None
        if code is None:
            return super().load(environment, name, globals)
        return environment.template_class.from_code(environment, code, globals or {})


def _digest(checksum: str, code: bytes) -> bytes:
    return hashlib.sha256(checksum.encode() + code).digest()


@functools.cache
def _compiler() -> str:
    """Return a digest of what compiles partials."""
    folder = Path(__file__).parent
    own = ((folder / name).read_text(encoding="utf-8") for name in _COMPILED_BY)
    parts = "\0".join((sys.version, jinja_version, *own))
    return hashlib.sha256(parts.encode()).hexdigest()
