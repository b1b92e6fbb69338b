"""What `.cfnlintrc` names is used, and what cannot be used is an error at its line."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from cfnlint import runner
from cfnlint.rules import Rules

from pipeline.checks.cfn_lint import CfnLint
from pipeline.diagnostic import InvalidInput
from tests.support import Folder

CASES: dict[str, dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("lint_settings.yml").read_text(encoding="utf-8")
)
HOUSE = """\
from cfnlint.rules import CloudFormationLintRule, RuleMatch

class SmallGroup(CloudFormationLintRule):
    id = "E9900"
    shortdesc = "Names of the house"
    description = "Log groups have a name"
    tags = []

    def match(self, cfn):
        for name in cfn.get_resources("AWS::Logs::LogGroup"):
            yield RuleMatch(["Resources", name], "a log group without a name")
"""
TEMPLATE = """\
Resources:
  Logs:
    Type: AWS::Logs::LogGroup
    DeletionPolicy: Delete
    UpdateReplacePolicy: Delete
    Properties:
      RetentionInDays: 7
"""


@pytest.fixture
def _without_the_rules_of_cfn_lint(monkeypatch: pytest.MonkeyPatch) -> None:
    """Load what the settings append alone: cfn-lint's own rules take most of a second."""
    create = Rules.create_from_directory
    own = os.path.dirname(runner.__file__).replace("runner", "rules")
    monkeypatch.setattr(
        Rules, "create_from_directory", lambda path: create("" if path == own else path)
    )


def _findings(folder: Folder) -> list[str]:
    try:
        linter = CfnLint(folder.root / ".cfnlintrc", folder.root / "rules")
    except InvalidInput as invalid:
        return [each for diagnostic in invalid.diagnostics for each in diagnostic.text.split("\n")]
    found = linter.check(TEMPLATE, ["eu-west-1"])
    return [f"{each.line}: {each.message} [{each.rule}]" for each in found]


@pytest.mark.usefixtures("_without_the_rules_of_cfn_lint")
@pytest.mark.parametrize("name", CASES)
def test_settings(name: str, small: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    case = CASES[name]
    for file, text in case.get("files", {}).items():
        small.write(file, HOUSE if text == "HOUSE" else text)
    if case["settings"] is not None:
        small.write(".cfnlintrc", case["settings"])
    monkeypatch.chdir("/")
    assert _findings(small) == case["found"]


def test_a_run_fails_with_the_mistake_and_writes_nothing(small: Folder) -> None:
    small.write(".cfnlintrc", "include_checks: [I]\nappend_rulez: [rules]\n")
    result = small.run("config/one.yml")
    assert (result.code, list((small.root / "output").iterdir())) == (2, [])
    assert result.lines[:2] == [
        ".cfnlintrc:2:1: error: append_rulez: cfn-lint has no such setting",
        "    hint: did you mean 'append_rules'?",
    ]
