"""The rules, loaded once as cfn-lint loads them, and a way to run them without cfn-lint's own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cfnlint.config import ConfigMixIn
from cfnlint.decode import decode
from cfnlint.rules import Rules
from cfnlint.template import Template

from .corpus import RULES

Found = list[tuple[str, list["str | int"], str]]  # rule, path, message
Run = Callable[[Path], Found]
PLAIN = Path(__file__).with_name("plain.cfnlintrc")


@pytest.fixture(scope="session")
def rules() -> Rules:
    return Rules.create_from_directory(str(RULES))


@pytest.fixture(scope="session")
def run(rules: Rules) -> Run:
    """Run the rules as cfn-lint does, which drops what no loaded and enabled rule reports."""
    config = ConfigMixIn(["--config-file", str(PLAIN)], include_checks=["I"])

    def run_on(path: Path) -> Found:
        template, problems = decode(str(path))
        assert not problems, problems
        assert isinstance(template, dict)
        cfn = Template(str(path), template, ["us-east-1"])
        assert not cfn.transform()
        return [
            (match.rule.id, list(match.path), match.message)
            for match in rules.run(str(path), cfn, config)
        ]

    return run_on


@pytest.fixture(scope="session")
def run_on_data(
    run: Run, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[dict[str, Any]], Found]:
    folder = tmp_path_factory.mktemp("templates")

    def run_on(template: dict[str, Any]) -> Found:
        path = folder / "template.json"
        path.write_text(json.dumps(template, indent=1))
        return run(path)

    return run_on
