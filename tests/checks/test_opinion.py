"""AWS's own validator as a second opinion."""

from __future__ import annotations

import pytest

from pipeline.checks.opinion import SecondOpinion
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
def opinion() -> SecondOpinion:
    return SecondOpinion()


def test_a_mistake_is_found_at_its_resource(opinion: SecondOpinion) -> None:
    found = opinion.check(BAD)
    assert {finding.keys[:2] for finding in found} == {("Resources", "Topic")}
    assert all(finding.rule.startswith("AWS-") for finding in found)
    assert "error" in {finding.severity for finding in found}


@pytest.mark.parametrize("name", ["dev", "staging", "prod"])
def test_nothing_is_found_in_what_is_committed(name: str, opinion: SecondOpinion) -> None:
    assert opinion.check((ROOT / "output" / f"{name}.yml").read_text()) == []
