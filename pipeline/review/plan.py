"""What a deployment does, step by step: the fewest that serve, the most that run."""

from typing import NamedTuple


class Step(NamedTuple):
    """One step: what happens, how many serve while it lasts, how many run at most."""

    text: str
    serving: int
    running: int


class Plan(NamedTuple):
    """A deployment that finds `capacity` instances; times in seconds.

    `lowest` counts instances that serve at any time; `after` is what serves when it is over.
    """

    strategy: str
    capacity: int
    steps: list[Step]
    lowest: int
    highest: int
    shortest: int
    longest: int
    after: int
    is_documented: bool = True  # whether AWS says what CloudFormation does

    @property
    def percent(self) -> int:
        """The share of the instances that serves at the lowest."""
        return self.lowest * 100 // self.capacity if self.capacity else 100
