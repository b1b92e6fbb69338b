"""AWS's own validator as a second reader of templates."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cfn_validate import findings
from tests.rendered import ENVIRONMENTS, render_file

BAD = """\
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      NoSuchProperty: 1
"""


def test_a_mistake_is_found() -> None:
    assert [found for found in findings(BAD) if "NoSuchProperty" in found]


@pytest.mark.parametrize("path", ENVIRONMENTS, ids=lambda path: path.stem)
def test_nothing_is_found_in_what_is_rendered(path: Path) -> None:
    assert findings(render_file(path).text) == []
