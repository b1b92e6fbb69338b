"""Which jobs of a deployment on GitHub run, where others of its run were skipped or failed.

A condition without a status function is joined with `success()`. That is false where any job that a
job depends on, directly or not, was skipped or failed; a called workflow depends on what its caller
depends on.
https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#status-check-functions
https://github.com/actions/runner/issues/2205, https://github.com/orgs/community/discussions/189172
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.support import ROOT

_STACK = ROOT / "docs" / "workflows" / "github-deploy-stack.yml"
JOBS: dict[str, dict[str, Any]] = yaml.safe_load(_STACK.read_text(encoding="utf-8"))["jobs"]
_STATUS = re.compile(r"\b(?:success|failure|cancelled|always)\(\)")
_VALUE = re.compile(r"needs\.([\w-]+)\.(result|outputs\.[\w-]+)")


def _needed(name: str) -> Iterator[str]:
    """Yield the jobs that a job depends on, directly or not."""
    needs = JOBS[name].get("needs", [])
    for each in [needs] if isinstance(needs, str) else needs:
        yield each
        yield from _needed(each)


def _runs(name: str, results: dict[str, str], before: list[str], change_set: str) -> bool:
    condition = str(JOBS[name].get("if", "")).removeprefix("${{").removesuffix("}}").strip()
    if not _STATUS.search(condition):
        condition = f"success() && ({condition})" if condition else "success()"
    earlier = [*before, *(results[each] for each in _needed(name))]
    known = {
        "success": lambda: all(each == "success" for each in earlier),
        "failure": lambda: "failure" in earlier,
        "cancelled": lambda: "cancelled" in earlier,
    }
    python = re.sub(r"!(?!=)", "not ", condition.replace("&&", "and").replace("||", "or"))
    python = _VALUE.sub(
        lambda found: repr(results[found[1]] if found[2] == "result" else change_set), python
    )
    return bool(eval(" ".join(python.split()), known))  # noqa: S307 (of a file of this project)


@pytest.mark.parametrize("before", [[], ["success"], ["success", "skipped"]], ids="+".join)
@pytest.mark.parametrize(
    ("change_set", "failing", "expected"),
    [
        ("arn", "", "success success success"),
        ("", "", "success skipped success"),  # it may not have answered in an earlier run
        ("", "change-set", "failure skipped skipped"),
        ("arn", "deploy", "success failure skipped"),
        ("arn", "ask", "success success failure"),
    ],
)
def test_a_skipped_job_decides_of_no_other(
    change_set: str, failing: str, expected: str, before: list[str]
) -> None:
    results: dict[str, str] = {}
    for name in JOBS:
        end = "failure" if name == failing else "success"
        results[name] = end if _runs(name, results, before, change_set) else "skipped"
    assert " ".join(results.values()) == expected


def test_what_asks_the_application_needs_no_approval() -> None:
    assert "Ask the application" in str(JOBS["ask"]["steps"])
    assert JOBS["ask"]["environment"] == JOBS["change-set"]["environment"]
