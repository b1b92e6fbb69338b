"""What a run changes, the tests that must notice, and how many changes they must notice."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from tests.support import ROOT

_NOT_CODE = "pipeline/config/settings_types.py"


class Suite(NamedTuple):
    """Files that are changed, without some, and the tests of what they do."""

    targets: tuple[str, ...]  # the beginnings of the files' names
    without: tuple[str, ...]
    tests: tuple[str, ...]
    limit: float  # share of the changes that a test must notice
    reasons: bool  # whether each survivor needs a reason

    def holds(self, file: str) -> bool:
        """Whether a file of this name, there or not, is one that is changed."""
        return file.startswith(self.targets) and not file.startswith((*self.without, _NOT_CODE))

    def files(self) -> list[Path]:
        """Return the files that are changed, in order."""
        folders = sorted({target.partition("/")[0] for target in self.targets})
        found = [file for folder in folders for file in sorted((ROOT / folder).rglob("*.py"))]
        return [file for file in found if self.holds(file.relative_to(ROOT).as_posix())]


_CONFIG = ("pipeline/config/", "pipeline/template/merge.py", "pipeline/template/overrides.py")
# Of the rules, those that call one rule at a time: runs of all by cfn-lint tell no more of one.
_OF_RULES = tuple(
    f"tests/rules/test_{name}.py"
    for name in (
        *("calls", "edges", "engine", "foreign", "found", "functions", "init", "instance_types"),
        *("main", "resolved", "resources", "shell", "sound", "stack", "unknown", "values", "view"),
        "waivers",
    )
)
# Without the tests that only start processes: these run the code as it is in the files. And without
# those of the stack that take longest, such as the capabilities: they notice partials.
SUITES = {
    "config": Suite(
        _CONFIG, (), ("tests/config", "tests/template", "tests/test_cases.py"), 0.95, reasons=True
    ),
    "pipeline": Suite(
        ("pipeline/",),
        _CONFIG,
        (
            *("tests/checks", "tests/cli", "tests/config", "tests/output", "tests/render"),
            *("tests/review", "tests/template", "tests/yaml_source", "tests/test_cases.py"),
            *("tests/test_examples.py", "tests/test_hostile.py", "tests/test_own_partials.py"),
            *(
                "tests/test_placeholder.py",
                "tests/test_cache_folder.py",
                "tests/test_diagnostic.py",
                "tests/test_facts.py",
            ),
        ),
        0.90,
        reasons=False,
    ),
    "rules": Suite(("rules/",), (), _OF_RULES, 0.90, reasons=False),
}
