"""Another version of a library than the locked one is the first thing that a run says."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from pipeline.cli.versions import check_versions, install_command, version_line
from pipeline.diagnostic import InvalidInput
from tests.support import ROOT, Folder


def _said(folder: Path, requirements: str) -> str:
    path = folder / "requirements.txt"
    path.write_text(requirements)
    path.with_suffix(".in").write_text("# reasons\ncfn-lint  # each release may add rules\n")
    with pytest.raises(InvalidInput) as error:
        check_versions(path)
    return str(error.value)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of packages that is the first on the path."""
    folder = tmp_path / "site-packages"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    return folder


def test_the_installed_libraries_are_the_locked_ones() -> None:
    check_versions(ROOT / "requirements.txt")


@pytest.mark.parametrize("there", [(), ("requirements.txt",), ("requirements.in",)])
def test_a_clone_without_one_of_the_files_compares_nothing(
    there: tuple[str, ...], site: Path, tmp_path: Path
) -> None:
    (site / "cfn_lint-1.40.0.dist-info").mkdir()
    for name in there:
        (tmp_path / name).write_text("cfn-lint==1.58.0\n", encoding="utf-8")
    check_versions(tmp_path / "requirements.txt")


def test_another_version(site: Path, tmp_path: Path) -> None:
    (site / "cfn_lint-1.40.0.dist-info").mkdir()
    (site / "regex-1.0.dist-info").mkdir()  # not named: another program's need may move it
    said = _said(tmp_path, "# locked\ncfn-lint==1.58.0 \\\n    --hash=sha256:00\nregex==2.0\n")
    first, hint = said.split("\n")
    assert first == "requirements.txt:2:1: error: cfn-lint 1.40.0 is installed, 1.58.0 is locked"
    assert hint == f"    hint: {install_command(tmp_path)}"


def test_packages_count_in_the_folders_that_python_installs_into(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("here", "dist-packages"):
        (tmp_path / folder / f"cfn_lint-{len(folder)}.0.dist-info").mkdir(parents=True)
    monkeypatch.setattr(sys, "path", [str(tmp_path / "gone" / "site-packages")])
    assert version_line().endswith(", without cfn-lint")
    sys.path.append(str(tmp_path / "here"))
    assert version_line().endswith(", without cfn-lint")
    sys.path.append(str(tmp_path / "dist-packages"))
    assert version_line().endswith(", cfn-lint 13.0")


@pytest.mark.parametrize(
    ("prefix", "there", "expected"),
    [
        ("/elsewhere", False, "python3.12 -m pip install -r requirements.txt"),
        # Debian's Python refuses to install anything outside of a virtual environment.
        ("", True, ". .venv/bin/activate"),
        ("", False, "python3 -m venv .venv && .venv/bin/pip install -q -r requirements.txt"),
    ],
    ids=["in-an-environment", "beside-one", "without-one"],
)
def test_how_to_get_the_locked_libraries(
    prefix: str, there: bool, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", prefix or sys.base_prefix)
    monkeypatch.setattr(sys, "executable", "/usr/bin/python3.12")
    if there:
        (tmp_path / ".venv").mkdir()
    assert install_command(tmp_path) == expected


def test_what_is_not_installed_is_said_where_it_is_imported(tmp_path: Path) -> None:
    path = tmp_path / "requirements.txt"
    path.write_text("a-library-of-no-one==1.0\n")
    path.with_suffix(".in").write_text("a-library-of-no-one\n")
    check_versions(path)


def test_a_run_says_nothing_else(site: Path, small: Folder) -> None:
    (site / "PyYAML-1.0.dist-info").mkdir()
    small.write("requirements.in", "PyYAML\n")
    small.write("requirements.txt", "pyyaml==6.0.3\n")
    small.write("config/one.yml", "nonsense: true\n")
    result = small.run("config/one.yml")
    assert result.code == 2
    assert result.lines[0].startswith("requirements.txt:1:1: error: pyyaml 1.0 is installed")
    assert result.lines[2:] == ["1 error"]


INFORMATION = """\
from cfnlint.rules import CloudFormationLintRule, RuleMatch


class AnyOutput(CloudFormationLintRule):
    id = "I9999"
    shortdesc = "An output"
    description = "An output"
    severity = "informational"
    tags = []

    def match(self, cfn):
        return [RuleMatch([section], "an output") for section in ["Outputs"]]
"""


def test_information_is_shown_and_does_not_fail(small: Folder) -> None:
    small.write("rules/any_output.py", INFORMATION)
    small.write(".cfnlintrc", "include_checks: [I]\n")
    for _ in range(2):  # what an earlier run found is shown again
        result = small.run("config/one.yml")
        assert result.code == 0, result.err
        assert "info: an output [I9999]" in result.err
    assert small.run("--check", "config/one.yml").code == 0
    assert small.run("--strict", "config/one.yml").code == 1
    printed = small.run("--stdout", "config/one.yml")
    assert (printed.code, "[I9999]" in printed.err) == (0, True)
    assert "<stdout>" not in printed.err


def test_a_value_that_looks_like_a_reference_is_no_forgotten_sub(stack: Folder) -> None:
    config = (
        "regions: [eu-west-1]\napplication: {baked: true, environment: {A: '${AWS::Region}'}}\n"
    )
    stack.write("config/case.yml", config)
    result = stack.run("--no-cache", "--stdout", "config/case.yml")
    assert result.code == 0, result.err
    assert 'A="${AWS::Region}"' in result.out
