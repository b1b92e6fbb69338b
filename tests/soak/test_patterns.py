"""Texts drawn from patterns match them, and reach the lengths that are asked for."""

from random import Random

import pytest

from tests.soak.patterns import matching

PATTERNS = [
    ("^[a-z]+$", 1, 60),
    ("^(?!ready$)[A-Za-z0-9_-]+$", 1, 100),
    ("^https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[!-~]*)?$", 10, 500),
    ("^[^\\n\\r\\t]+$", 1, 300),
    ("^(ami-[0-9a-f]{8}|(/[a-z]+)+)$", 2, 50),
]


@pytest.mark.parametrize(("pattern", "low", "high"), PATTERNS)
def test_lengths(pattern: str, low: int, high: int) -> None:
    drawn = [matching(Random(n), pattern, low, high, high if n % 2 else low) for n in range(200)]
    lengths = {len(text) for text in drawn}
    assert min(lengths) >= low
    assert max(lengths) <= high
    assert max(lengths) >= high - 5


def test_what_cannot_be_drawn() -> None:
    with pytest.raises(ValueError, match="no text of 5 to 9 characters"):
        matching(Random(1), "^a?$", 5, 9, 7)


def test_a_text_is_at_least_as_long_as_it_has_to_be() -> None:
    for seed in range(50):
        text = matching(Random(seed), "^[A-Za-z0-9-]+$", 32, 64, 0)
        assert 32 <= len(text) <= 64
