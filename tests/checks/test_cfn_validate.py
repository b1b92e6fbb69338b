"""AWS's own validator as a second reader of what is committed."""

from __future__ import annotations

import pytest

from tests.cfn_validate import findings
from tests.support import ROOT

BAD = """\
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      NoSuchProperty: 1
"""


def test_a_mistake_is_found() -> None:
    assert [found for found in findings(BAD) if "NoSuchProperty" in found]


@pytest.mark.parametrize("name", ["dev", "staging", "prod"])
def test_nothing_is_found_in_what_is_committed(name: str) -> None:
    assert findings((ROOT / "output" / f"{name}.yml").read_text()) == []
