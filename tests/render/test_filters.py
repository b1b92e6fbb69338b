"""What a partial may do with a value."""

from __future__ import annotations

import pytest

from pipeline.render.filters import _logical_ids


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], []),
        (["web"], ["Web"]),
        (["web", "worker"], ["Web", "Worker"]),
        (["a.b@example.com"], ["ABExampleCom"]),
        # Of what differs in characters that no logical id has, the second ends in a digest: the
        # first eight digits of `echo -n a-b@example.com | sha256sum`.
        (["a.b@example.com", "a-b@example.com"], ["ABExampleCom", "ABExampleCom29728d50"]),
        (["x" * 200], ["X" + "x" * 199]),
        (["x" * 201], ["X" + "x" * 199 + "84a0678c"]),
    ],
)
def test_logical_ids(values: list[str], expected: list[str]) -> None:
    assert list(_logical_ids(values)) == list(zip(expected, values, strict=True))
