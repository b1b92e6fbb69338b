"""The functions of this process below a folder, and what they remember."""

from __future__ import annotations

import functools
import gc
from collections import defaultdict
from collections.abc import Iterable
from importlib import import_module
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

from tests.mutation.mutants import Mutant

_CACHED = type(functools.cache(lambda: None))


class Loaded:
    """The functions below a folder, tests too, as they are loaded now."""

    def __init__(self, root: Path) -> None:
        self.functions: dict[tuple[str, tuple[str, int]], list[FunctionType]] = defaultdict(list)
        self.caches: list[Any] = []
        for each in gc.get_objects():
            function = each.__wrapped__ if isinstance(each, _CACHED) else each
            if not (isinstance(function, FunctionType) and _file(function).startswith(str(root))):
                continue
            if function is not each:
                self.caches.append(each)
            code = function.__code__
            self.functions[_file(function), (code.co_name, code.co_firstlineno)].append(function)

    def clear(self) -> None:
        """Forget what functions remember from test to test."""
        for cache in self.caches:
            cache.cache_clear()

    def change(self, mutant: Mutant) -> None:
        """Put a mutant's code into its function, and into its module when it is loaded again."""
        self.clear()
        module, code = mutant.module(), mutant.code()
        for function in self.functions[str(mutant.path), mutant.function]:
            function.__code__ = code
        original = SourceFileLoader.get_code

        def get_code(self: SourceFileLoader, name: str) -> CodeType | None:
            return module if self.path == str(mutant.path) else original(self, name)

        SourceFileLoader.get_code = get_code  # type: ignore[method-assign, assignment]


def load(files: Iterable[Path], root: Path) -> None:
    """Import the modules of a package: what they remember is known from the first test on.

    cfn-lint loads rules by their paths, and the tests of these do so when they are collected. It
    takes long to import itself, which no fork has to do.
    """
    import_module("cfnlint.api")
    for file in files:
        parts = file.relative_to(root).with_suffix("").parts
        if parts[0] == "pipeline":
            import_module(".".join(part for part in parts if part != "__init__"))


def _file(function: FunctionType) -> str:
    return function.__code__.co_filename
