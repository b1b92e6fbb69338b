"""Outputs that come, go or change are an update, too."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.review.impact_formats import as_text
from pipeline.review.impact_sections import summary
from pipeline.review.output_changes import output_changes
from tests.review.support import render
from tests.review.test_config_changes import impact_of

URL = {"Value": "a", "Description": "The address."}
EXPORTED = {**URL, "Export": {"Name": {"Fn::Sub": "${AWS::StackName}-URL"}}}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"URL": URL}, {"URL": {**URL}}, []),
        ({}, {"URL": URL}, ["URL: added"]),
        ({"URL": URL}, {}, ["URL: removed"]),
        ({"URL": URL}, {"URL": EXPORTED}, ["URL: changes, for other stacks"]),
        ({"Old": URL}, {"New": EXPORTED}, ["New: added, for other stacks", "Old: removed"]),
        (
            {"URL": EXPORTED},
            {
                "URL": {
                    **URL,
                    "Export": {"Name": {"Fn::Join": ["", [{"Ref": "AWS::StackName"}, "-URL"]]}},
                }
            },
            [],
        ),
    ],
)
def test_outputs(before: Any, after: Any, expected: list[str]) -> None:
    assert output_changes({"Outputs": before}, {"Outputs": after}) == expected


def test_exports_alone_are_an_update() -> None:
    found = impact_of(render(), render({"exports": True}), knows_config=True)
    assert summary(found) == "no resource changes"
    assert "OUTPUTS\n" in as_text(found)
