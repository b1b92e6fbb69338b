from __future__ import annotations

import re

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


# The patterns of docs/releases.md, by the kinds of lines that they have to count.
DOCUMENTED = {
    "Node.js, text": {"JavaScript: a thrown Error", "JavaScript: a subclass of Error"},
    "Node.js, JSON by pino": {"JSON: pino"},
    'JSON with `"level": "error"` or `"ERROR"`': {"JSON: level error", "JSON: level ERROR"},
    "Python, logging and tracebacks": {
        "Python: the logging module",
        "Python: a traceback's last line",
    },
    "Java, Logback or Log4j": {"Java: Logback", "Java: an exception"},
    "Go, slog": {"Go: slog"},
    "Rust": {"Rust: a panic"},
    "nginx": {"nginx: the error log"},
    "several of them": {each.kind for each in log_lines.LINES if each.wrong},
}


def _documented() -> dict[str, str]:
    page = (config_under_test.ROOT / "docs" / "releases.md").read_text(encoding="utf-8")
    _, _, section = page.partition("## Errors in the log")
    rows = re.findall(r"^\| (.+) \| `'(.+)'` \|$", section.partition("\n## ")[0], re.MULTILINE)
    return {name: pattern.replace("\\|", "|") for name, pattern in rows}


def test_each_documented_pattern_counts_the_errors_of_its_application_only() -> None:
    documented = _documented()
    assert documented.keys() == DOCUMENTED.keys()
    for name, pattern in documented.items():
        found = log_lines.counted(pattern)
        assert {each.kind for each in found} >= DOCUMENTED[name], name
        assert [each.kind for each in found if not each.wrong] == [], name


def test_there_is_an_example_that_finds_errors_of_all_kinds() -> None:
    found = log_lines.counted(PATTERNS["example-high-traffic"])
    assert found == [each for each in log_lines.LINES if each.wrong]
