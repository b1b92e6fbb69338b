"""Makes the package `ec2_readiness` importable when cfn-lint is given its folder by path.

cfn-lint executes every rule file on its own, outside any package, and does not add the folder
to the module search path. It walks a folder from the top, so this file runs before any rule
below it: it registers the folder that it lies in as the package, and touches nothing else.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

NAME = "ec2_readiness"
FOLDER = Path(__file__).resolve().parent


def register() -> None:
    """Register the package, in place of one from another clone or an installed one."""
    present = sys.modules.get(NAME)
    if present is not None and list(getattr(present, "__path__", ())) == [str(FOLDER)]:
        return
    for name in [n for n in sys.modules if n == NAME or n.startswith(NAME + ".")]:
        del sys.modules[name]
    spec = importlib.util.spec_from_file_location(
        NAME, FOLDER / "__init__.py", submodule_search_locations=[str(FOLDER)]
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[NAME] = module
    spec.loader.exec_module(module)


register()
