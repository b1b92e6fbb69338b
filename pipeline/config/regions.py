"""The regions of AWS, and their zones, that the pinned cfn-lint knows.

Importing cfn-lint takes most of a second, so the list stands here, and a test compares the two.
"""

from __future__ import annotations

REGIONS = (
    "af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3",
    "ap-south-1", "ap-south-2", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3",
    "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7", "ca-central-1",
    "ca-west-1", "cn-north-1", "cn-northwest-1", "eu-central-1", "eu-central-2", "eu-isoe-west-1",
    "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3",
    "eusc-de-east-1", "il-central-1", "me-central-1", "me-south-1", "mx-central-1", "sa-east-1",
    "us-east-1", "us-east-2", "us-gov-east-1", "us-gov-west-1", "us-iso-east-1", "us-iso-west-1",
    "us-isob-east-1", "us-isob-west-1", "us-isof-east-1", "us-isof-south-1", "us-west-1",
    "us-west-2",
)  # fmt: skip
# The letters of its Availability Zones; an account sees all of them or, in us-west-1, two.
_LETTERS = {
    "ap-northeast-1": "abcd", "ap-northeast-2": "abcd", "ca-central-1": "abcd",
    "us-east-1": "abcdef", "us-west-2": "abcd",
}  # fmt: skip
OTHER_PARTITIONS = ("cn-", "us-gov-")  # how the regions of China and GovCloud begin


def zone_names(region: str) -> list[str]:
    """Return the names that the Availability Zones of a region may have in an account."""
    return [region + letter for letter in _LETTERS.get(region, "abc")]
