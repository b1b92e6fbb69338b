"""Rules across settings: each finding has a case, and each rule reads what it declares."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest
import yaml

from pipeline.config.constraints import CONSTRAINTS, logs
from pipeline.config.constraints.setting_issue import SettingIssue
from pipeline.config.load import load_config
from pipeline.config.schema import fill_defaults, settings
from pipeline.config.schema_files import load_schema
from pipeline.config.settings_function import SettingsFunction
from pipeline.diagnostic import InvalidInput
from pipeline.paths import KeyPath, starts_with
from pipeline.render import context
from tests.support import ROOT

FOLDER = Path(__file__).with_name("constraints")
SCHEMA = load_schema(ROOT / "schema" / "config.schema.json")
KNOWN = {path for path, _ in settings(SCHEMA)}
MODULES = [
    import_module(f"pipeline.config.constraints.{path.stem}") for path in FOLDER.glob("*.yml")
]
READERS: list[SettingsFunction[Any]] = [*CONSTRAINTS, *context.derivations()]


class Case(NamedTuple):
    """A config, and what is found in it: `LINE:COLUMN: message`, each followed by its hint."""

    config: str
    expected: list[str]


def _cases() -> dict[str, Case]:
    return {
        f"{path.stem}: {case['title']}": Case(case["config"], case["expected"])
        for path in sorted(FOLDER.glob("*.yml"))
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))
    }


CASES = _cases()


def _found(folder: Path, config: str) -> list[str]:
    path = folder / "case.yml"
    path.write_text(config, encoding="utf-8")
    try:
        load_config(SCHEMA, path, path.name)
    except InvalidInput as error:
        lines = str(error).split("\n")
        return [line.removeprefix("case.yml:").replace(": error: ", ": ", 1) for line in lines]
    return []


@pytest.mark.parametrize("name", CASES)
def test_case(name: str, tmp_path: Path) -> None:
    config, expected = CASES[name]
    assert [line.strip() for line in _found(tmp_path, config)] == expected


def _sites(module: ModuleType) -> Iterator[range]:
    """Yield the lines of each place in a module that makes a finding."""
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == SettingIssue.__name__:
            yield range(node.lineno, (node.end_lineno or node.lineno) + 1)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.split(".")[-1])
def test_each_finding_has_a_case(
    module: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines: set[int] = set()

    def recorded(*arguments: Any, **more: Any) -> SettingIssue:
        lines.add(sys._getframe(1).f_lineno)  # noqa: SLF001
        return SettingIssue(*arguments, **more)

    monkeypatch.setattr(module, SettingIssue.__name__, recorded)
    name = module.__name__.split(".")[-1]
    for title, case in CASES.items():
        if title.startswith(f"{name}: "):
            _found(tmp_path, case.config)
    assert [site.start for site in _sites(module) if lines.isdisjoint(site)] == []


def test_each_module_of_constraints_has_its_cases() -> None:
    folder = ROOT / "pipeline" / "config" / "constraints"
    used = {Path(inspect.getfile(each.function)).stem for each in CONSTRAINTS}
    assert used == {path.stem for path in FOLDER.glob("*.yml")}
    assert used == {path.stem for path in folder.glob("*.py")} - {"__init__", "setting_issue"}


class _Recorded(dict[str, Any]):
    """Settings that note each one which is read: a leaf, a list, or a whole map."""

    def __init__(self, data: dict[str, Any], seen: set[KeyPath], path: KeyPath = ()) -> None:
        super().__init__(data)
        self.seen = seen
        self.path = path

    def __getitem__(self, key: str) -> Any:
        value, path = super().__getitem__(key), (*self.path, key)
        if isinstance(value, dict):
            return _Recorded(value, self.seen, path)
        self.seen.add(path)
        return value

    def _whole(self) -> None:
        if self.path:  # rules on every text of a config read all of it
            self.seen.add(self.path)

    def items(self) -> Any:
        self._whole()
        return super().items()

    def values(self) -> Any:
        self._whole()
        return super().values()

    def __len__(self) -> int:  # which is also how a map is true or false
        self._whole()
        return super().__len__()

    def __iter__(self) -> Iterator[str]:
        self._whole()
        return super().__iter__()


def _reads(reader: SettingsFunction[Any], configs: list[dict[str, Any]]) -> set[KeyPath]:
    seen: set[KeyPath] = set()
    for config in configs:
        found = reader(_Recorded(config, seen))
        list(found or [])
    return seen


@pytest.fixture(scope="module")
def configs() -> list[dict[str, Any]]:
    """Return the configs of all cases that the schema accepts in their form, with defaults."""
    texts = [case.config for case in CASES.values()]
    filled = [fill_defaults(SCHEMA, yaml.safe_load(text)) for text in texts]
    return [{**config, "environment_name": "prod"} for config in filled]


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.function.__name__)
def test_what_a_rule_reads_is_declared(
    reader: SettingsFunction[Any], configs: list[dict[str, Any]]
) -> None:
    seen = _reads(reader, configs) - {("environment_name",)}
    undeclared = [
        path for path in seen if not any(starts_with(path, read) for read in reader.reads)
    ]
    assert undeclared == []


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.function.__name__)
def test_what_a_rule_declares_is_a_setting_that_it_reads(
    reader: SettingsFunction[Any], configs: list[dict[str, Any]]
) -> None:
    seen = _reads(reader, configs)
    assert [path for path in reader.reads if path not in KNOWN] == []
    unread = [
        read
        for read in reader.reads
        if not any(starts_with(path, read) or starts_with(read, path) for path in seen)
    ]
    assert unread == []


def test_the_files_that_are_collected_already_are_those_of_the_agent() -> None:
    text = (ROOT / "partials" / "_init_logging.j2").read_text(encoding="utf-8")
    paths = re.findall(r'"file_path": "(/[^"]+)"', text)
    assert set(paths) == set(logs._COLLECTED)  # noqa: SLF001
