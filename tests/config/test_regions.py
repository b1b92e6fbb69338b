"""The regions that a config may name are those that the pinned cfn-lint knows."""

from cfnlint.helpers import AVAILABILITY_ZONES
from cfnlint.helpers import REGIONS as KNOWN_TO_CFN_LINT

from pipeline.config.regions import REGIONS, zone_names


def test_the_regions_are_those_of_cfn_lint() -> None:
    assert sorted(KNOWN_TO_CFN_LINT) == list(REGIONS)


def test_the_zones_are_those_of_cfn_lint() -> None:
    found = {region: zone_names(region) for region in REGIONS}
    # Accounts see two zones of us-west-1, and differ in which.
    for region, names in AVAILABILITY_ZONES.items():
        hidden = {"us-west-1b"} if region == "us-west-1" else set()
        assert set(found[region]) == {*names, *hidden}
