"""The rules as files: ids, texts, documentation, and use by the plain command."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from cfnlint.rules import CloudFormationLintRule, Rules

from .corpus import RULES

ROOT = RULES.parent
FILES = [p for p in (RULES / "ec2_readiness").glob("*/[a-z]*.py") if p.parent.name != "engine"]
SOURCES = (
    "https://docs.aws.amazon.com/",
    "https://aws.amazon.com/",
    "https://www.gnu.org/software/bash/",
    "https://www.freedesktop.org/software/systemd/",
)


def all_rules() -> list[CloudFormationLintRule]:
    """Return the rules, without the warnings of errors."""
    every = Rules.create_from_directory(str(RULES)).values()
    from ec2_readiness.engine import Warned  # registered with the rules

    return [rule for rule in every if not isinstance(rule, Warned)]


def test_one_rule_a_file() -> None:
    assert len(all_rules()) == len(FILES)


def test_each_error_has_a_warning_of_its_number() -> None:
    """Loaded, too: cfn-lint drops the findings of a rule that it has not loaded."""
    loaded = set(Rules.create_from_directory(str(RULES)))
    errors = {rule.id for rule in all_rules() if rule.id.startswith("E")}
    assert {f"W{name[1:]}" for name in errors} < loaded


def test_numbers_are_used_once_and_are_ours() -> None:
    ids = [rule.id for rule in all_rules()]
    assert all(re.fullmatch(r"[EWI]R9[2-9]\d\d", name) for name in ids)
    assert len({name[2:] for name in ids}) == len(ids)


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)
def test_rule_says_all_that_it_must(rule: CloudFormationLintRule) -> None:
    assert rule.shortdesc
    assert rule.shortdesc[-1] != "."
    assert rule.description.endswith((".", "'"))
    assert rule.instead
    assert rule.instead[-1] != "."
    assert rule.source_url.startswith(SOURCES)
    assert rule.tags


def test_each_page_is_recorded() -> None:
    """With the day on which it was read; none beside them."""
    pages = json.loads((RULES / "ec2_readiness" / "data" / "pages.json").read_text())
    assert {rule.source_url.split("/", 3)[3] for rule in all_rules()} == set(pages)
    days = [page["read"] for page in pages.values()]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", day) for day in days if day)
    assert "" not in days


def test_reference_is_fresh() -> None:
    command = [sys.executable, str(ROOT / "tools" / "rules_reference.py"), "--check"]
    assert subprocess.run(command, check=False).returncode == 0


def test_plain_command_uses_the_rules_from_any_folder(tmp_path: Path) -> None:
    template = tmp_path / "template.yml"
    template.write_text(
        "Resources:\n"
        "  Logs:\n"
        "    Type: AWS::Logs::LogGroup\n"
        "    DeletionPolicy: Delete\n"
        "    UpdateReplacePolicy: Delete\n"
    )
    program = Path(sys.executable).with_name("cfn-lint")
    command = [str(program), "--format", "parseable", "-a", str(RULES)]
    done = subprocess.run(
        [*command, "-t", str(template)], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert f"{template}:2:3:2:7:WR9708:" in done.stdout
    assert done.stdout.count("\n") == 1


@pytest.mark.parametrize(("module", "folder"), [("ec2_readiness", RULES), ("rules", ROOT)])
def test_a_module_without_installation_has_all_the_rules(module: str, folder: Path) -> None:
    load = f"Rules.create_from_module({module!r})"
    code = f"from cfnlint.rules import Rules; print(*{load})"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(folder)},
        cwd="/",
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(done.stdout.split()) == set(Rules.create_from_directory(str(RULES)))


def test_a_package_without_rules_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    (tmp_path / "bare" / "__init__.py").write_text(
        "from ec2_readiness._members import lazy\n__getattr__, __dir__ = lazy(__name__, __path__)\n"
    )
    code = "from cfnlint.rules import Rules; Rules.create_from_module('bare')"
    path = os.pathsep.join([str(tmp_path), str(RULES)])
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "bare has no rules" in done.stderr
