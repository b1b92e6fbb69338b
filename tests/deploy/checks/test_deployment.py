"""The check of an update policy, which needs no deployed stack."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.deploy.checks.deployment import _rolling
from tests.deploy.stack import config_under_test

CONFIG = "regions: [eu-west-1]\napplication: {baked: true}\nfleet: {min_size: 2, max_size: 4}\n"
NIGHT = "{name: Night, cron: 0 22 * * *, min_size: %d, max_size: %d}"
DAY = "{name: Day, cron: 0 6 * * *, min_size: 2, max_size: 4}"


@pytest.mark.parametrize(("least", "most", "kept"), [(2, 3, 2), (1, 2, 1), (1, 1, 0), (0, 0, 0)])
def test_a_schedule_lowers_what_stays_in_service(
    least: int, most: int, kept: int, tmp_path: Path
) -> None:
    path = tmp_path / "case.yml"
    night = NIGHT % (least, most)
    path.write_text(f"{CONFIG}scaling: {{schedule: [{night}, {DAY}]}}\n", encoding="utf-8")
    config = config_under_test.read(path)
    group = config.template["Resources"]["AutoScalingGroup"]
    update = group["UpdatePolicy"]["AutoScalingRollingUpdate"]
    assert list(_rolling(config, update)) == []
    other = {**update, "MinInstancesInService": kept + 1}
    expected = [f"MinInstancesInService is {kept + 1}, not {kept}"]
    assert list(_rolling(config, other)) == expected
