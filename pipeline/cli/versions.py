"""The installed libraries against those that requirements.txt pins."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from pipeline import VERSION
from pipeline.diagnostic import Diagnostic, InvalidInput, Location

REQUIREMENTS = "requirements.txt"
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;#]+)")


def check_versions(requirements: Path) -> None:
    """Raise InvalidInput if a library has another version than the pinned one.

    Another version of cfn-lint comes to another verdict, and says so at lines of partials. Which
    is installed is read from the names of folders: importing a library, or its metadata, takes
    longer. What is not installed at all is reported where it is imported.
    """
    if not requirements.is_file():
        return
    installed = dict(_installed())
    lines = requirements.read_text(encoding="utf-8").splitlines()
    diagnostics = [
        Diagnostic(
            Location(REQUIREMENTS, number, 1),
            f"{pin[1]} {installed[name]} is installed, {pin[2]} is pinned",
            f"{os.path.basename(sys.executable)} -m pip install -r {REQUIREMENTS}",
        )
        for number, line in enumerate(lines, start=1)
        if (pin := _PIN.match(line)) and installed.get(name := _normal(pin[1]), pin[2]) != pin[2]
    ]
    if diagnostics:
        raise InvalidInput(diagnostics)


def version_line() -> str:
    """Return this program's version, and that of cfn-lint, which decides as well."""
    linter = dict(_installed()).get("cfn-lint")
    return f"ec2-web-stack {VERSION}, {f'cfn-lint {linter}' if linter else 'without cfn-lint'}"


def _installed() -> Iterator[tuple[str, str]]:
    """Yield each distribution on the path with its version; the first on the path comes last."""
    for folder in reversed(sys.path):
        if os.path.basename(folder) in ("site-packages", "dist-packages") and os.path.isdir(folder):
            for name in os.listdir(folder):
                if name.endswith(".dist-info"):
                    project, _, version = name.removesuffix(".dist-info").rpartition("-")
                    yield _normal(project), version


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
