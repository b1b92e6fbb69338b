"""This folder as a module: `cfn-lint -a rules` finds the same rules by name as by path."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).resolve().parent))
_PACKAGE = import_module("ec2_readiness")


def __getattr__(name: str) -> Any:
    return getattr(_PACKAGE, name)


def __dir__() -> list[str]:
    return dir(_PACKAGE)
