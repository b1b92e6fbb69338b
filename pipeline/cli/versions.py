"""The installed libraries against those that requirements.txt locks."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from pipeline import VERSION
from pipeline.diagnostic import Diagnostic, InvalidInput, Location

REQUIREMENTS = "requirements.txt"
_NAME = re.compile(r"^[A-Za-z0-9._-]+", re.MULTILINE)


def check_versions(requirements: Path) -> None:
    """Raise InvalidInput if a library has another version than the locked one.

    Another version of cfn-lint comes to another verdict, and says so at lines of partials. Only
    the libraries that requirements.in names are compared. Which is installed is read from the
    names of folders: importing a library, or its metadata, takes longer. What is not installed at
    all is reported where it is imported.
    """
    sources = requirements.with_suffix(".in")
    if not (requirements.is_file() and sources.is_file()):
        return
    installed = dict(_installed())
    diagnostics = [
        Diagnostic(
            Location(REQUIREMENTS, number, 1),
            f"{name} {installed[name]} is installed, {' or '.join(versions)} is locked",
            install_command(requirements.parent),
        )
        for name, (number, versions) in _locked(requirements, sources).items()
        if name in installed and installed[name] not in versions
    ]
    if diagnostics:
        raise InvalidInput(diagnostics)


def install_command(root: Path) -> str:
    """Return the command that leads to the locked libraries, always in a virtual environment."""
    if sys.prefix != sys.base_prefix:
        return f"{os.path.basename(sys.executable)} -m pip install -r {REQUIREMENTS}"
    if (root / ".venv").is_dir():
        return ". .venv/bin/activate"
    return f"python3 -m venv .venv && .venv/bin/pip install -q -r {REQUIREMENTS}"


def _locked(requirements: Path, sources: Path) -> dict[str, tuple[int, list[str]]]:
    """Return each named library with its first line and its versions, which differ by Python.

    The file has a thousand lines, most of them hashes: it is searched for the names as it has them.
    """
    text = "\n" + requirements.read_text(encoding="utf-8")
    locked: dict[str, tuple[int, list[str]]] = {}
    for name in map(_normal, _NAME.findall(sources.read_text(encoding="utf-8"))):
        before, *pins = text.split(f"\n{name}==")
        if pins:
            versions = [pin.split(maxsplit=1)[0] for pin in pins]
            locked[name] = (before.count("\n") + 1, versions)
    return locked


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
