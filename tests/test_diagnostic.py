"""What is wrong, and where, in the order and the words in which it is shown."""

from __future__ import annotations

import pytest

from pipeline.diagnostic import Diagnostic, Location, in_order

PARTIAL = Diagnostic(Location("partials/_update_policy.j2", 5), "Spot", element=("Resources", "A"))


@pytest.mark.parametrize(
    ("configs", "trail"),
    [
        (["config/b.yml", "config/a.yml"], "config/a.yml, config/b.yml, Resources.A"),
        (["config/a.yml", "config/a.yml"], "config/a.yml, Resources.A"),
        ([f"config/{each}.yml" for each in "abcde"], "config/c.yml and 2 more, Resources.A"),
    ],
)
def test_a_finding_at_a_partial_names_the_configs_that_have_it(
    configs: list[str], trail: str
) -> None:
    [found] = in_order(PARTIAL._replace(configs=(each,)) for each in configs)
    assert found.configs == tuple(sorted(set(configs)))
    assert found.text.endswith(f"{trail})")


def test_a_finding_of_one_config_stays_beside_that_of_another() -> None:
    found = in_order([PARTIAL, PARTIAL._replace(location=Location("config/a.yml", 2))])
    assert [each.location.file for each in found] == ["config/a.yml", "partials/_update_policy.j2"]
