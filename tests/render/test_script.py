from __future__ import annotations

import pytest

from pipeline.render.script import shorten

SCRIPT = """\
# What it does.
set -eu

if [[ $FETCH ]]; then
  # Why.
  fetch
  if [[ $UNPACK ]]; then
    unpack
  fi
fi
if [[ $FETCH$COPY ]]; then
  keep
fi
if [[ $STATE ]]; then
  report # how
fi
"""


@pytest.mark.parametrize(
    ("switches", "expected"),
    [
        ({}, SCRIPT.replace("# What it does.\n", "").replace("  # Why.\n", "")),
        (
            {"FETCH": True, "UNPACK": False, "COPY": False},
            "set -eu\n\nfetch\nkeep\nif [[ $STATE ]]; then\n  report # how\nfi",
        ),
        (
            {"FETCH": True, "UNPACK": True, "COPY": False, "STATE": False},
            "set -eu\n\nfetch\nunpack\nkeep",
        ),
        (
            {"FETCH": False, "UNPACK": True, "COPY": False},
            "set -eu\n\nif [[ $STATE ]]; then\n  report # how\nfi",
        ),
        ({"FETCH": False, "COPY": True, "STATE": False}, "set -eu\n\nkeep"),
    ],
)
def test_switches_are_decided(switches: dict[str, bool], expected: str) -> None:
    assert shorten(SCRIPT, switches) == expected.rstrip("\n")


def test_the_parameters_of_a_function_are_left_out() -> None:
    text = 'signal() { # status\n  send "$1" # {} # as it is\n}'
    assert shorten(text, {}) == 'signal() {\n  send "$1" # {} # as it is\n}'
