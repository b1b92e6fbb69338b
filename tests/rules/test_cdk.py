"""Templates that the CDK synthesises from applications of ours: no error, warnings as expected.

Needs Node.js, npm and a registry; where one is missing the test is skipped, and says so.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

HERE = Path(__file__).resolve().parent / "cdk"
EXPECTED = yaml.safe_load((HERE / "expected.yml").read_text())
Found = list[tuple[str, list["str | int"], str]]
pytestmark = pytest.mark.once
FETCHING: float = 300  # seconds for npm, with a cold cache
SYNTHESIS = 300


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Install the pinned CDK and synthesise all stacks."""
    folder = tmp_path_factory.mktemp("cdk")
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        pytest.skip("needs Node.js and npm")
    for name in ("package.json", "app.js"):
        shutil.copy(HERE / name, folder)
    install = [npm, "install", "--silent", "--no-audit", "--no-fund"]
    problem = fetched(install, folder)
    if problem:
        pytest.skip(f"npm could not install the CDK: {problem}")
    subprocess.run(
        [node, "app.js", "out"], cwd=folder, check=True, capture_output=True, timeout=SYNTHESIS
    )
    return sorted((folder / "out").rglob("*.template.json"))


def fetched(command: list[str], folder: Path) -> str:
    """Run a command that needs a registry; return what kept it from success, or nothing."""
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=False, timeout=FETCHING
        )
    except subprocess.TimeoutExpired:
        return f"no answer within {FETCHING} seconds"
    return done.stderr.strip()[-300:] or "no reason given" if done.returncode else ""


def test_a_registry_that_does_not_answer_is_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"{__name__}.FETCHING", 0.2)
    assert fetched(["sleep", "5"], tmp_path) == "no answer within 0.2 seconds"
    assert fetched(["false"], tmp_path) == "no reason given"
    assert fetched(["true"], tmp_path) == ""


def test_stacks_of_the_cdk(templates: list[Path], run: Callable[[Path], Found]) -> None:
    found = {path.name.split(".")[0]: run(path) for path in templates}
    errors = [match for matches in found.values() for match in matches if match[0][0] == "E"]
    assert errors == []
    assert len(found) >= 9
    # the constructs' ids end in a hash of eight digits
    named = {
        name: sorted(f"{rule} {re.sub('[0-9A-F]{8}$', '', str(p[1]))}" for rule, p, _ in matches)
        for name, matches in found.items()
    }
    assert {name: lines for name, lines in named.items() if lines} == EXPECTED
