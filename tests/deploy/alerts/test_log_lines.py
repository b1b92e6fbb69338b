from __future__ import annotations

import pytest

from tests.deploy.alerts import log_lines
from tests.deploy.stack import config_under_test

PATTERNS = {
    name: config_under_test.read(path).setting("alarms.log_errors.pattern")
    for name, path in (
        (config_under_test.name_of(path), path) for path in config_under_test.paths()
    )
}


@pytest.mark.parametrize("pattern", sorted(set(PATTERNS.values())))
def test_what_is_no_error_is_not_counted(pattern: str) -> None:
    assert [each.line for each in log_lines.counted(pattern) if not each.wrong] == []


def test_there_is_an_example_that_finds_errors_of_all_kinds() -> None:
    found = log_lines.counted(PATTERNS["example-high-traffic"])
    assert found == [each for each in log_lines.LINES if each.wrong]
