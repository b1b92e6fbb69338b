"""A finding of cfn-lint is reported where the value that causes it was written."""

from __future__ import annotations

import functools
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.checks import cfn_lint, run
from tests.rendered import ENVIRONMENTS, render, render_file
from tests.support import ROOT, SMALL, Folder

# cfn-lint refuses a retention of 2 days, and knows which ones there are.
LOGS = """\
Resources:
  Logs:
    Type: AWS::Logs::LogGroup
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      RetentionInDays: {{ size }}
"""
LOOP = """\
Resources:
{% for each in nested.list %}
  {{ each.name }}:
    Type: AWS::Logs::LogGroup
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      RetentionInDays: {{ each.size }}
{% endfor %}
"""
MACRO = """\
{# #}
{% macro logs(days) %}
    Properties:
      RetentionInDays: {{ days }}
{% endmacro %}
"""
USES_MACRO = """\
{% from "_logs.j2" import logs %}
Resources:
  Logs:
    Type: AWS::Logs::LogGroup
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
{{ logs(size) }}
"""
WHOLE = """\
Resources:
  Logs:
    Type: AWS::Logs::LogGroup
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties: {{ {"RetentionInDays": size} }}
"""
LITERAL = LOGS.replace("{{ size }}", "2")
CALCULATED = LOGS.replace("{{ size }}", "{{ size + 1 }}")
REGIONS = "regions: [eu-west-1]\n"
ELEMENT = "Resources.Logs.Properties.RetentionInDays"

CASES = {
    "value": (
        {"config/case.yml": f"{REGIONS}size: 2\n", "partials/logs.yml.j2": LOGS},
        ["config/case.yml:2:7", f"(partials/logs.yml.j2:7, {ELEMENT})"],
    ),
    "loop": (
        {
            "config/case.yml": (
                f"{REGIONS}nested:\n  list:\n    - {{name: A, size: 1}}\n"
                "    - name: B\n      size: 2\n"
            ),
            "partials/logs.yml.j2": LOOP,
        },
        [
            "config/case.yml:6:13",
            "(partials/logs.yml.j2:8, Resources.B.Properties.RetentionInDays)",
        ],
    ),
    "macro": (
        {
            "config/case.yml": f"{REGIONS}size: 2\n",
            "partials/logs.yml.j2": USES_MACRO,
            "partials/_logs.j2": MACRO,
        },
        ["config/case.yml:2:7", f"(partials/_logs.j2:4, {ELEMENT})"],
    ),
    "base": (
        {
            "config/_sized.yml": f"{REGIONS}flag: true\nsize: 2\n",
            "config/case.yml": "extends: _sized.yml\n",
            "partials/logs.yml.j2": LOGS,
        },
        ["config/_sized.yml:3:7", f"(partials/logs.yml.j2:7, {ELEMENT})"],
    ),
    "base-and-config": (
        {
            "config/_sized.yml": f"{REGIONS}size: 1\n",
            "config/case.yml": "extends: _sized.yml\nsize: 2\n",
            "partials/logs.yml.j2": LOGS,
        },
        ["config/case.yml:2:7", f"(partials/logs.yml.j2:7, {ELEMENT})"],
    ),
    "whole-map": (
        {"config/case.yml": f"{REGIONS}size: 2\n", "partials/logs.yml.j2": WHOLE},
        ["config/case.yml:2:7", f"(partials/logs.yml.j2:6, {ELEMENT})"],
    ),
    "override": (
        {
            "config/case.yml": (
                f"{REGIONS}size: 7\noverrides:\n  Resources:\n    Logs:\n      Properties:\n"
                "        RetentionInDays: 2\n"
            ),
            "partials/logs.yml.j2": LOGS,
        },
        ["config/case.yml:7:26", f"(partials/logs.yml.j2:7, {ELEMENT})"],
    ),
    "override-map": (
        {
            "config/case.yml": (
                f"{REGIONS}overrides:\n  Resources:\n    Logs:\n      Properties:\n"
                "        Tags:\n          - Key: a\n            Value: [b]\n"
            ),
            "partials/logs.yml.j2": LOGS,
        },
        [
            "config/case.yml:8:13",
            "(partials/logs.yml.j2:6, Resources.Logs.Properties.Tags[0].Value)",
        ],
    ),
    "literal": (
        {"config/case.yml": REGIONS, "partials/logs.yml.j2": LITERAL},
        ["partials/logs.yml.j2:7", f"(config/case.yml, {ELEMENT})"],
    ),
    "calculated": (
        {"config/case.yml": f"{REGIONS}size: 1\n", "partials/logs.yml.j2": CALCULATED},
        ["partials/logs.yml.j2:7", f"(config/case.yml, {ELEMENT})"],
    ),
    "default": (
        {
            "config/case.yml": REGIONS,
            "partials/logs.yml.j2": LOGS.replace("size", "network.zones"),
        },
        ["config/case.yml:1:1", f"(default of network.zones, partials/logs.yml.j2:7, {ELEMENT})"],
    ),
}


@functools.cache
def _linter() -> cfn_lint.CfnLint:
    return cfn_lint.CfnLint(SMALL / ".cfnlintrc", SMALL / "rules")


@pytest.fixture(autouse=True)
def _rules_loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Load cfn-lint's rules once for all tests, which takes most of a second."""
    linter = _linter()
    monkeypatch.setattr(run, "CfnLint", lambda *_: linter)


@pytest.mark.parametrize("name", CASES)
def test_place(name: str, small: Folder) -> None:
    files, [location, trail] = CASES[name]
    for file, content in files.items():
        small.write(file, content)
    before = small.snapshot()
    result = small.run("config/case.yml")
    assert result.code == 1, result.err
    found = [line for line in result.lines if re.search(r": error: .* \[E", line)]
    assert len(found) == 1, result.err
    assert found[0].startswith(f"{location}: error: ")
    assert found[0].endswith(f"] {trail}")
    assert small.snapshot() == before


def test_all_findings_of_all_configs(small: Folder) -> None:
    small.write("partials/logs.yml.j2", LOGS)
    small.write("config/one.yml", f"{REGIONS}size: 2\n")
    small.write("config/two.yml", f"{REGIONS}size: 4\n")
    result = small.run("--check")
    assert result.code == 1
    locations = [line.split(": error: ")[0] for line in result.lines if ": error: " in line]
    assert locations == ["config/one.yml:2:7", "config/two.yml:2:7"]
    assert list((small.root / "output").iterdir()) == []


def test_many_templates_are_linted_in_forks(small: Folder) -> None:
    small.write("partials/logs.yml.j2", LOGS)
    for number in range(6):
        size = 2 if number in {0, 3, 5} else 7
        small.write(f"config/e{number}.yml", f"{REGIONS}size: {size}\n")
    result = small.run(*(f"config/e{number}.yml" for number in range(6)))
    locations = [line.split(": error: ")[0] for line in result.lines if ": error: " in line]
    assert locations == [f"config/e{number}.yml:2:7" for number in (0, 3, 5)]


def test_a_clean_template_passes(small: Folder) -> None:
    small.write("partials/logs.yml.j2", LOGS)
    small.write("config/case.yml", f"{REGIONS}size: 7\n")
    assert small.run("config/case.yml").code == 0
    assert "RetentionInDays: 7\n" in small.read("output/case.yml")


CONTAINER = {"image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop", "version": "7"}


def test_the_command_cfn_lint_finds_nothing_either(tmp_path: Path) -> None:
    stacks = [*map(render_file, ENVIRONMENTS), render({"application": {"container": CONTAINER}})]
    paths = [tmp_path / f"{stack.name}.yml" for stack in stacks]
    for path, stack in zip(paths, stacks, strict=True):
        path.write_text(stack.text, encoding="utf-8")
    program = Path(sys.executable).with_name("cfn-lint")
    done = subprocess.run(
        [str(program), *map(str, paths)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_a_finding_on_a_whole_section_that_is_only_printed_is_at_the_config(
    small: Folder,
) -> None:
    """No partial made the section alone, and there is no file whose line it could name."""
    outputs = "{% for n in range(201) %}\n  Output{{ n }}:\n    Value: a\n{% endfor %}\n"
    small.write("partials/outputs.yml.j2", f"Outputs:\n{outputs}")
    small.write("config/case.yml", REGIONS)
    result = small.run("--stdout", "config/case.yml")
    assert (result.code, result.out) == (1, "")
    assert result.lines[0].startswith("config/case.yml:1:1: error: ")
    assert "[E6010]" in result.lines[0]
