"""Values of the config in a partial's data."""

from __future__ import annotations

from tests.rendered import Data, as_text, render


def test_a_config_without_tags_has_no_empty_lists_of_them() -> None:
    assert "Tags:" not in as_text(render({}).data)
    assert "TagSpecifications:" not in as_text(render({}).data)


def test_tags_come_with_the_environments() -> None:
    group = render({"tags": {"team": "shop"}}).resources["LogGroup"]["Properties"]
    assert group["Tags"] == [
        {"Key": "environment", "Value": "case"},
        {"Key": "team", "Value": "shop"},
    ]


def test_another_empty_list_stays() -> None:
    config: Data = {"overrides": {"Resources": {"LogGroup": {"Metadata": {"Owners": []}}}}}
    assert render(config).resources["LogGroup"]["Metadata"] == {"Owners": []}
