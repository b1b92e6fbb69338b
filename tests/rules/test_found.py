"""The rules say of each planted mistake what they said when the text was last read.

Of its sound twin the rule says nothing.
"""

from __future__ import annotations

from typing import Any

import pytest
from cfnlint.rules import Rules

from .found import FILE, messages, planted
from .planted import Pair, pairs

PLANTED = planted()
READ = FILE.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    ("name", "rule", "data"), PLANTED, ids=[f"{rule} {name}" for name, rule, _ in PLANTED]
)
def test_a_mistake_is_reported_as_it_was_read(
    name: str, rule: str, data: dict[str, Any], rules: Rules
) -> None:
    """`python -m tests.rules.found` writes the file; `git diff` shows what to read."""
    assert messages(rules, name, rule, data) == [
        line for line in READ if line.startswith(f"{name}: ")
    ]


@pytest.mark.parametrize("pair", pairs(), ids=lambda pair: pair.name)
def test_nothing_is_reported_of_its_twin(pair: Pair, rules: Rules) -> None:
    assert messages(rules, pair.name, pair.body["rule"], pair.template("right")) == []


def test_each_line_is_of_a_mistake() -> None:
    names = {name for name, _, _ in PLANTED}
    assert [line for line in READ if line.split(": ")[0] not in names] == []
