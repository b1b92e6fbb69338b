"""Partials are compiled once for all tests: copies of a project have the same ones.

What a run keeps is its own all the same; only the compiler's work is not done again.
"""

from __future__ import annotations

from collections.abc import Callable
from types import CodeType
from typing import Any

from jinja2 import Environment


def compile_once() -> None:
    """Let Jinja compile a text only once in this process."""
    compile_text: Callable[..., Any] = Environment.compile
    known: dict[tuple[Any, ...], CodeType] = {}

    def compiled(
        self: Environment, source: Any, name: Any = None, filename: Any = None, *flags: bool
    ) -> Any:
        options = (self.trim_blocks, self.lstrip_blocks, self.keep_trailing_newline)
        key = (type(self), *options, self.autoescape, tuple(self.extensions), source, name, flags)
        if not isinstance(source, str) or any(flags) or callable(self.autoescape):
            return compile_text(self, source, name, filename, *flags)
        if key not in known:
            known[key] = compile_text(self, source, name, filename)
        return _of_file(known[key], filename or "<template>")

    Environment.compile = compiled  # type: ignore[method-assign, assignment]


def _of_file(code: CodeType, filename: str) -> CodeType:
    """Return the code as if it were compiled from this file, which its errors name."""
    inner = (
        _of_file(each, filename) if isinstance(each, CodeType) else each for each in code.co_consts
    )
    return code.replace(co_filename=filename, co_consts=tuple(inner))
