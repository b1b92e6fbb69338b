"""How many instances a rolling update of CloudFormation replaces at once.

The group is set to what must stay in service plus one batch, within its maximum size.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-updatepolicy.html
"""

from typing import NamedTuple


class Batches(NamedTuple):
    """The size that the group is set to, and how many of it a batch replaces."""

    size: int
    room: int


def rolling_batches(most: int, kept: int, batch: int) -> Batches:
    """Return the batches of a group of at most `most`, of which `kept` stay in service."""
    size = min(most, kept + batch)
    return Batches(size, max(size - min(kept, size - 1), 1))
