"""Diagnostics in the forms that other programs read."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

import pytest

from pipeline.diagnostic import Diagnostic, Location, RuleText, Waived
from pipeline.output.formats import as_github, as_json, as_junit
from pipeline.output.sarif import as_sarif
from tests.support import Folder

FOUND = Diagnostic(
    Location("config/prod.yml", 7, 5),
    'a <b> & "c"',
    "line one\nline two",
    "warning",
    "W1234",
    Location("partials/fleet.yml.j2", 31),
    ("Resources", "Group"),
    ("fleet", "min_size"),
    rule_text=RuleText("Names", "Names are too long", "https://docs.aws.amazon.com/names.html"),
)
NOTE = Diagnostic(Location("config/my prod.yml", 1, 1), "old", severity="info")
WAIVED = Waived(FOUND, "on purpose", "2027-01-31")


def test_json_says_everything() -> None:
    found, waived = json.loads(as_json([FOUND], [WAIVED]))
    assert waived == {**found, "waived": {"reason": "on purpose", "until": "2027-01-31"}}
    assert found == {
        "file": "config/prod.yml",
        "line": 7,
        "column": 5,
        "message": 'a <b> & "c"',
        "hint": "line one\nline two",
        "severity": "warning",
        "rule": "W1234",
        "partial": {"file": "partials/fleet.yml.j2", "line": 31, "column": 0},
        "element": "Resources.Group",
        "setting": "fleet.min_size",
        "is_default": False,
        "configs": [],
        "waived": None,
    }


def test_documents_are_indented_and_hold_letters_as_they_are() -> None:
    text = as_json([NOTE._replace(message="größer")], [])
    assert text.startswith('[\n  {\n    "file": ')
    assert "größer" in text
    assert as_sarif([], []).startswith('{\n  "$schema": ')


def test_a_finding_without_a_line_is_at_the_start_of_its_file() -> None:
    """SARIF counts lines and columns from 1; an annotation without a line is the file's."""
    found = NOTE._replace(location=Location("a.yml"), rule="own")
    [run] = json.loads(as_sarif([found, FOUND], []))["runs"]
    result, other = run["results"]
    assert result["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 1,
        "startColumn": 1,
    }
    assert (result["message"], result["level"]) == ({"text": "old"}, "note")
    assert other["message"] == {"text": f"{FOUND.message}\n{FOUND.hint}"}
    assert {"id": "own"} in run["tool"]["driver"]["rules"]
    assert as_github([found], []) == "::notice file=a.yml::info: old [own]"
    line = found._replace(location=Location("a.yml", 5))
    assert as_github([line], []) == "::notice file=a.yml,line=5,col=1::info: old [own]"


def test_sarif_points_at_config_and_partial() -> None:
    log = json.loads(as_sarif([FOUND], []))
    assert log["version"] == "2.1.0"
    [run] = log["runs"]
    [result] = run["results"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [result["ruleId"]]
    assert result["level"] == "warning"
    where = result["locations"][0]["physicalLocation"]
    assert where["artifactLocation"]["uri"] == "config/prod.yml"
    assert where["region"] == {"startLine": 7, "startColumn": 5}
    other = result["relatedLocations"][0]["physicalLocation"]
    assert other["artifactLocation"]["uri"] == "partials/fleet.yml.j2"


def test_sarif_points_at_the_configs_of_a_finding_at_a_partial() -> None:
    found = FOUND._replace(partial=None, configs=("config/prod.yml", "config/dev.yml"))
    [run] = json.loads(as_sarif([found], []))["runs"]
    related = run["results"][0]["relatedLocations"]
    places = [each["physicalLocation"]["artifactLocation"]["uri"] for each in related]
    assert places == ["config/prod.yml", "config/dev.yml"]


def test_a_rule_in_sarif_has_its_text_and_its_page() -> None:
    waiver = FOUND._replace(rule="waiver", rule_text=None)
    [run] = json.loads(as_sarif([FOUND, NOTE, waiver], []))["runs"]
    rule, *own = run["tool"]["driver"]["rules"]
    assert rule == {
        "id": "W1234",
        "shortDescription": {"text": "Names"},
        "fullDescription": {"text": "Names are too long"},
        "helpUri": "https://docs.aws.amazon.com/names.html",
    }
    assert [each["id"] for each in own] == ["config", "waiver"]
    for each in own:
        assert each["shortDescription"]["text"]
        assert each["fullDescription"]["text"]


def test_a_file_in_sarif_is_a_uri() -> None:
    [run] = json.loads(as_sarif([NOTE], []))["runs"]
    [location] = run["results"][0]["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "config/my%20prod.yml"


def test_every_finding_of_a_linter_has_its_rules_text_in_sarif(small: Folder) -> None:
    small.write("partials/bad.yml.j2", "Resources: {Bad: {Type: AWS::SNS::Topik}}\n")
    [run] = json.loads(small.run("--format", "sarif", "config/one.yml").out)["runs"]
    [rule] = run["tool"]["driver"]["rules"]
    assert rule["id"] == "E3006"
    assert rule["shortDescription"]["text"] == "Validate the CloudFormation resource type"
    assert rule["fullDescription"]["text"]
    assert rule["helpUri"].startswith("https://")


def test_a_waived_finding_is_suppressed_in_sarif() -> None:
    [run] = json.loads(as_sarif([FOUND], [WAIVED]))["runs"]
    found, waived = run["results"]
    assert "suppressions" not in found
    [suppression] = waived["suppressions"]
    assert suppression["kind"] == "external"
    assert suppression["justification"] == "on purpose (until 2027-01-31)"


def test_a_waived_finding_is_skipped_in_junit() -> None:
    suite = ET.fromstring(as_junit([], [WAIVED]))  # noqa: S314 (our own text)
    counts = [suite.get(name) for name in ("tests", "failures", "skipped")]
    assert counts == ["1", "0", "1"]
    assert suite.find("testcase/skipped") is not None


def test_junit_is_xml_with_a_failure_for_each() -> None:
    suite = ET.fromstring(as_junit([FOUND], []))  # noqa: S314 (our own text)
    assert (suite.get("tests"), suite.get("failures")) == ("1", "1")
    failure = suite.find("testcase/failure")
    assert failure is not None
    assert failure.get("message") == FOUND.message
    assert failure.text == FOUND.text


def test_information_fails_nothing_in_junit() -> None:
    suite = ET.fromstring(as_junit([FOUND, NOTE], []))  # noqa: S314 (our own text)
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    noted = suite.find("testcase[@name='config/my prod.yml:1:1']")
    assert noted is not None
    assert [child.tag for child in noted] == ["system-out"]
    assert noted.findtext("system-out") == NOTE.text


def test_junit_of_nothing_is_a_case_that_passed() -> None:
    suite = ET.fromstring(as_junit([], []))  # noqa: S314 (our own text)
    assert (suite.get("tests"), suite.get("failures")) == ("1", "0")
    assert suite.find("testcase/failure") is None


def test_annotation_is_one_line() -> None:
    assert as_github([FOUND], []) == (
        '::warning file=config/prod.yml,line=7,col=5::warning: a <b> & "c" [W1234] '
        "(partials/fleet.yml.j2:31, Resources.Group)%0A    hint: line one%0Aline two"
    )


@pytest.mark.parametrize("style", ["json", "sarif", "junit"])
def test_standard_output_is_one_document(style: str, small: Folder) -> None:
    readers: dict[str, Callable[[str], Any]] = {
        "json": json.loads,
        "sarif": json.loads,
        "junit": ET.fromstring,
    }
    for arguments in (["--no-lint"], ["--no-lint", "--check"]):
        readers[style](small.run("--format", style, *arguments).out)
    small.write("output/one.yml", "stale\n")
    stale = small.run("--no-lint", "--check", "--format", style)
    assert stale.code == 1
    assert "stale" in stale.out
    readers[style](stale.out)
    small.write("config/one.yml", "- a list\n")
    invalid_input = small.run("--no-lint", "--format", style)
    assert invalid_input.code == 2
    readers[style](invalid_input.out)
