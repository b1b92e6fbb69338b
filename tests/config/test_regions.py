"""The regions that a config may name are those that the pinned cfn-lint knows."""

from cfnlint.helpers import REGIONS as KNOWN_TO_CFN_LINT

from pipeline.config.regions import REGIONS


def test_the_regions_are_those_of_cfn_lint() -> None:
    assert sorted(KNOWN_TO_CFN_LINT) == list(REGIONS)
