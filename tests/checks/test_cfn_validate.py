"""AWS's own validator as a second opinion."""

from __future__ import annotations

import pytest

from pipeline.checks.cfn_validate import CloudFormationValidate
from tests.support import ROOT

pytest.importorskip("cloudformation_validate", reason="cloudformation-validate is not installed")

BAD = """\
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      NoSuchProperty: 1
"""


@pytest.fixture(scope="module")
def opinion() -> CloudFormationValidate:
    return CloudFormationValidate()


def test_a_mistake_is_found_at_its_resource(opinion: CloudFormationValidate) -> None:
    found = opinion.check(BAD)
    assert {match.keys[:2] for match in found} == {("Resources", "Topic")}
    assert all(match.rule.startswith("AWS-") for match in found)
    assert "error" in {match.severity for match in found}


@pytest.mark.parametrize("name", ["dev", "staging", "prod"])
def test_nothing_is_found_in_what_is_committed(name: str, opinion: CloudFormationValidate) -> None:
    assert opinion.check((ROOT / "output" / f"{name}.yml").read_text()) == []
