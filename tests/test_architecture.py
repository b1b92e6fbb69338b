"""The packages of pipeline/ import in one direction, that of the flow, and files stay short."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

from tests.support import ROOT, SHOP
from tools.shipped import PARTIALS

# Each may import those after it, and the modules that every step uses.
ORDER = ("cli", "review", "checks", "template", "render", "config", "yaml_source")
BASE = (
    "diagnostic",
    "regular_files",
    "instance_types",
    "rolling_batches",
    "paths",
    "project",
    "cache_folder",
    "snapshot",
)
ALLOWED = {
    **{package: {*ORDER[place + 1 :], *BASE} for place, package in enumerate(ORDER)},
    "cli": {*ORDER[1:], *BASE, "output"},
    "output": set(BASE),
    "diagnostic": {"paths"},
    "instance_types": set(),
    "rolling_batches": set(),
    "regular_files": {"diagnostic"},
    "paths": set(),
    "project": {"regular_files", "cache_folder"},
    "cache_folder": {"regular_files"},
    "snapshot": {"regular_files", "cache_folder"},
}


def _part(path: Path) -> str:
    relative = path.relative_to(ROOT / "pipeline")
    return relative.parts[0].removesuffix(".py")


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the line and the part of pipeline/ of each import, deferred ones included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, (ast.Import, ast.ImportFrom)):
            continue
        start = f"{node.module}." if isinstance(node, ast.ImportFrom) and node.module else ""
        names = [f"{start}{alias.name}" for alias in node.names]
        for name in names:
            package, _, rest = name.partition(".")
            if package == "pipeline":
                yield node.lineno, rest.split(".")[0]


MODULES = sorted(path for path in (ROOT / "pipeline").rglob("*.py") if path.parent != ROOT)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_with_the_flow(path: Path) -> None:
    part = _part(path)
    if part == "__init__":
        return
    allowed = {*ALLOWED[part], part, "VERSION"}
    assert [each for each in _imports(path) if each[1] not in allowed] == []


def test_every_part_has_its_place() -> None:
    found = {_part(path) for path in MODULES} - {"__init__"}
    assert found <= set(ALLOWED)
    assert found >= {"cli", "checks", "template", "render", "config", "yaml_source", "output"}


def test_render_py_only_starts_the_command() -> None:
    assert [part for _, part in _imports(ROOT / "render.py")] == ["cli"]


GENERATED = ("settings_types.py",)
SHORT = sorted(
    path
    for folder in ("pipeline", "rules", "tools", "tests/deploy")
    for path in (ROOT / folder).rglob("*.py")
    if path.name not in GENERATED
)


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    """Yield the name and the number of lines of each function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name, (node.end_lineno or 0) - node.lineno + 1


@pytest.mark.parametrize("path", SHORT, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_and_functions_are_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 200
    assert [each for each in _functions(path) if each[1] > 50] == []


def test_most_modules_and_functions_of_the_pipeline_are_small() -> None:
    """As in pre-commit, check-jsonschema and tox: 57 to 79 lines a module, 6 to 10 a function."""
    modules = [path for path in MODULES if path.name not in ("__init__.py", *GENERATED)]
    lengths = [len(path.read_text(encoding="utf-8").splitlines()) for path in modules]
    functions = [length for path in modules for _, length in _functions(path)]
    assert (median(lengths) <= 80, median(functions) <= 7) == (True, True)


@pytest.mark.parametrize(
    "path", sorted((ROOT / "partials").rglob("*.j2")), ids=lambda path: path.name
)
def test_partials_are_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 150


# What a test may read in config/ and output/: a team's clone has other files there, or none.
TEAMS = re.compile(r"ROOT / \"(?:config|output)\"(?! / (?:\"examples\"|f\"_editor))")


def test_no_test_rests_on_the_configs_of_a_team() -> None:
    paths = sorted((ROOT / "tests").rglob("*.py"))
    found = [path for path in paths if TEAMS.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_every_partial_of_this_project_is_known_as_shipped() -> None:
    """A clone with other configs may have partials of its own."""
    if _configs(ROOT) != _configs(SHOP):
        pytest.skip("config/ is a team's")
    there = {path.name.split(".")[0] for path in (ROOT / "partials").glob("*.j2")}
    assert there <= PARTIALS


def _configs(folder: Path) -> dict[str, str]:
    """Return the configs by name, without the lines that name the schema."""
    texts = {path.name: path.read_text("utf-8") for path in (folder / "config").glob("*.yml")}
    return {name: re.sub(r"^# yaml-language-server.*\n", "", text) for name, text in texts.items()}
