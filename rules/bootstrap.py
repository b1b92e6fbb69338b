"""Makes the shared package `readiness` importable for the rule files in the subfolders.

cfn-lint executes every rule file on its own, outside any package, and does not add the folder
to the module search path. It walks the folder from the top, so this file runs before any rule
below it: it registers `rules/readiness` as a package, and touches nothing else.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

NAME = "readiness"
FOLDER = Path(__file__).resolve().parent / NAME


def register() -> None:
    """Register the package, in place of one from another clone of this folder."""
    present = sys.modules.get(NAME)
    if present is not None and getattr(present, "__path__", None) == [str(FOLDER)]:
        return
    for name in [n for n in sys.modules if n == NAME or n.startswith(NAME + ".")]:
        del sys.modules[name]  # another clone of this folder was loaded before
    spec = importlib.util.spec_from_file_location(
        NAME, FOLDER / "__init__.py", submodule_search_locations=[str(FOLDER)]
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[NAME] = module
    spec.loader.exec_module(module)


register()
