"""The resource types of a region."""

from __future__ import annotations

import pytest

from pipeline.config.region_types import region_types


@pytest.mark.parametrize(
    ("region", "type_", "there"),
    [
        ("eu-west-1", "AWS::EC2::LaunchTemplate", True),
        ("cn-north-1", "AWS::EC2::LaunchTemplate", True),
        # docs.aws.amazon.com/general/latest/gr/chatbot.html lists no region in China.
        ("cn-north-1", "AWS::Chatbot::SlackChannelConfiguration", False),
        ("mars-north-1", "AWS::EC2::LaunchTemplate", False),
    ],
)
def test_types_of_a_region(region: str, type_: str, there: bool) -> None:
    assert (type_ in region_types(region)) is there
