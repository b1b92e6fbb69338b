"""Each mutation of the deployment tests changes text that its partial has."""

from __future__ import annotations

import pytest

from tests.rendered import Data, read_cases
from tests.support import ROOT

FOLDER = ROOT / "tests" / "deploy" / "mutation" / "mutations"
MUTATIONS: list[Data] = [each for path in sorted(FOLDER.glob("*.yml")) for each in read_cases(path)]


@pytest.mark.parametrize("each", MUTATIONS, ids=lambda each: each["what"])
def test_the_partial_has_what_is_changed(each: Data) -> None:
    text = (ROOT / "partials" / each["partial"]).read_text(encoding="utf-8")
    assert each["find"] in text
    assert each["find"] != each["replace"]
