"""Messages of cfn-lint: long lists and long values are cut off, all else is as it was."""

from __future__ import annotations

import pytest

from pipeline.checks.lint_messages import readable

NAMES = ["x0", "x1a", *(f"x{number}" for number in range(2, 9))]
LONG = "a" * 300


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("'Logs' is not one of ['Log', 'Topic']", "'Logs' is not one of ['Log', 'Topic']"),
        (f"'x1' is not one of {NAMES[:8]}", f"'x1' is not one of {NAMES[:8]}"),
        (f"'x1' is not one of {NAMES}", "'x1' is not one of 9 names, such as x1a, x8, x7"),
        (
            f"'x1' is not one of {NAMES} in 'eu-west-1'",
            "'x1' is not one of 9 names in 'eu-west-1', such as x1a, x8, x7",
        ),
        (f"2 is not one of {list(range(20))}", f"2 is not one of {list(range(20))}"),
        (f"'{LONG}' is too long", f"'{LONG[:199]}...' is too long"),
        (f"\"{LONG}\\n\" is not of type 'number'", f"\"{LONG[:199]}...\" is not of type 'number'"),
        (f"'{LONG[:200]}' is too long", f"'{LONG[:200]}' is too long"),
        ("b " * 2000, f"{'b ' * 998}b..."),
    ],
)
def test_message(message: str, shown: str) -> None:
    assert readable(message) == shown
