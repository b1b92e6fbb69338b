"""A protection that goes away between two templates is named and counts as widened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.checks.protections import rows
from pipeline.review.access import access_changes
from pipeline.review.protections import lost_protections
from tests.checks.test_protections import CASES, config_of, render_case
from tests.rendered import merged
from tests.review.support import load, render

Data = dict[str, Any]
# What is no matter of stronger or weaker: the ports, in which subnets the instances are, and which
# alarms there are.
_NOT_COMPARED = {"P0114", "P0115", "P0306", "P0901", "P0902", "P0903"}


def widened(before: Data, after: Data) -> list[str]:
    found = [each for each in access_changes(before, after) if each.widens]
    return [f"{each.grant.resource}: {each.grant.text}" for each in found]


def _name(case: Data) -> str:
    return f"{case['rule']}-{next(iter(case['over'])) if 'over' in case else 'partial'}"


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Data], Data]:
    """Return a function that renders a config of the first stack, each once."""
    known: dict[str, Data] = {}

    def template(config: Data) -> Data:
        key = str(config)
        if key not in known:
            folder = tmp_path_factory.mktemp("before")
            known[key] = render_case(folder, config).template.data
        return known[key]

    return template


@pytest.mark.parametrize(
    "case", [each for each in CASES if each["rule"] not in _NOT_COMPARED], ids=_name
)
def test_every_protection_that_is_weakened_counts_as_widened(
    case: Data, tmp_path: Path, templates: Callable[[Data], Data]
) -> None:
    config = config_of(case)
    weaker = render_case(tmp_path, config, case.get("over"), case.get("partial", ""))
    assert widened(templates(config), weaker.template.data)


def test_rows_that_are_not_compared_are_known() -> None:
    assert {row["rule"] for row in rows()} >= _NOT_COMPARED
    assert {each["rule"] for each in CASES} == {row["rule"] for row in rows()}


@pytest.mark.parametrize("case", load("lost_protections.yml"), ids=lambda case: str(case["set"]))
def test_change_of_settings_loses_these_protections(case: Data) -> None:
    start = case.get("before", {})
    before, after = render(start).template.data, render(merged(start, case["set"])).template.data
    assert sorted(widened(before, after)) == sorted(case["lost"])


def test_a_new_stack_and_a_removed_one_lose_no_protection() -> None:
    data = render({"encryption": {"key": "create"}}).template.data
    for before, after in ((data, {"Resources": {}}), ({}, data)):
        kinds = [each.grant.kind for each in access_changes(before, after) if each.widens]
        assert "protection" not in kinds


def test_a_policy_of_a_bucket_that_stays_is_not_forgotten() -> None:
    before = render().template.data
    resources = {**before["Resources"]}
    del resources["AccessLogsBucketPolicy"]
    after = {**before, "Resources": resources}
    assert any("denied" in each.grant.kind for each in access_changes(before, after))
    del resources["AccessLogsBucket"]
    assert not any("denied" in each.grant.kind for each in access_changes(before, after))


_KEYS = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
BLOCKED = {
    "Type": "AWS::S3::Bucket",
    "Properties": {"PublicAccessBlockConfiguration": dict.fromkeys(_KEYS, True)},
}


@pytest.mark.parametrize(
    ("before", "is_lost"),
    [({}, False), ({"Type": "AWS::S3::Bucket"}, False), (BLOCKED, True)],
    ids=["new", "as it was", "blocked before"],
)
def test_a_bucket_without_a_block_of_its_own(before: Data, *, is_lost: bool) -> None:
    others = {"Topic": {"Type": "AWS::SNS::Topic"}}
    old = {"Resources": {**others, **({"Uploads": before} if before else {})}}
    new = {"Resources": {**others, "Uploads": {"Type": "AWS::S3::Bucket"}}}
    texts = ["the bucket can be made public"] if is_lost else []
    assert [each.text for each in lost_protections(old, new)] == texts
