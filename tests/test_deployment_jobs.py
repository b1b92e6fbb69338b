"""What a deployment's jobs of docs/workflows/ do where AWS or the application does not answer."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.review.support import render
from tests.support import ROOT
from tests.workflow_steps import Step, deployment_steps

WORKFLOWS = ROOT / "docs" / "workflows"
# An `aws` that keeps what it is asked. It fails where it is asked for DENIED, and where the next of
# the stack's statuses is empty.
AWS = """#!/bin/bash
echo "$2" >> asked
if [ "$2" = "$DENIED" ]; then echo "An error occurred (AccessDenied)" >&2; exit 254; fi
case $2 in
  describe-change-set) echo "$EXECUTION" ;;
  execute-change-set) [ "$EXECUTION" != EXECUTE_FAILED ] || exit 254 ;;
  describe-stacks)
    status=$(head -1 statuses)
    sed -i 1d statuses
    [ -n "$status" ] || { echo "An error occurred (Throttling)" >&2; exit 254; }
    echo "$status" ;;
  describe-stack-events) echo {} ;;
esac
"""
EXECUTING = deployment_steps("Execute the change set")
UPDATING = "UPDATE_IN_PROGRESS"


def _put(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text)
    (folder / name).chmod(0o755)


def _executed(
    platform: str, folder: Path, statuses: list[str], **given: str
) -> subprocess.CompletedProcess[str]:
    """Execute a change set; the clock goes on by 15 seconds in each pause, and in nothing else."""
    _put(folder, "aws", AWS)
    (folder / "statuses").write_text("\n".join(statuses) + "\n")
    step = EXECUTING[platform]
    paused = step._replace(script=step.script.replace("sleep 15", "SECONDS=$((SECONDS + 15))"))
    assert paused != step
    stack = {"STACK": "shop", "CHANGE_SET": "arn", "MINUTES": "150"}
    return paused.run(folder, {**stack, "EXECUTION": "AVAILABLE", "DENIED": "", **given})


def _asked(folder: Path) -> list[str]:
    path = folder / "asked"
    return path.read_text().split() if path.exists() else []


@pytest.mark.parametrize("platform", EXECUTING)
@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (["REVIEW_IN_PROGRESS", "CREATE_IN_PROGRESS", "CREATE_COMPLETE"], (0, False)),
        (
            [*[UPDATING] * 3, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "UPDATE_COMPLETE"],
            (0, False),
        ),
        (["UPDATE_ROLLBACK_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE"], (1, True)),
        (["ROLLBACK_FAILED"], (1, True)),
        # Calls that fail one after the other, for less than five minutes.
        ([UPDATING, "", "", UPDATING, *[""] * 19, "UPDATE_COMPLETE"], (0, False)),
        (["", "UPDATE_ROLLBACK_IN_PROGRESS", "", "UPDATE_ROLLBACK_COMPLETE"], (1, True)),
    ],
)  # fmt: skip
def test_a_deployment_waits_while_the_stack_is_in_progress(
    platform: str, statuses: list[str], expected: tuple[int, bool], tmp_path: Path
) -> None:
    done = _executed(platform, tmp_path, statuses)
    assert (done.returncode, (tmp_path / "events.json").exists()) == expected, done
    assert _asked(tmp_path).count("describe-stacks") == len(statuses)
    assert f"shop: {statuses[-1]}\n" in done.stdout


# Nothing has failed yet, so there is nothing to explain.
@pytest.mark.parametrize("platform", EXECUTING)
@pytest.mark.parametrize(
    ("statuses", "minutes", "waited"),
    [([UPDATING] * 10, 2, 2), ([UPDATING, *[""] * 30], 150, 5)],
)
def test_a_wait_that_ends_says_that_the_deployment_goes_on(
    platform: str, statuses: list[str], minutes: int, waited: int, tmp_path: Path
) -> None:
    done = _executed(platform, tmp_path, statuses, MINUTES=str(minutes))
    assert (done.returncode, (tmp_path / "events.json").exists()) == (1, False), done
    assert f"shop: {UPDATING} after {waited} minutes. CloudFormation goes on" in done.stdout
    assert "Repeat this job" in done.stdout


# What executes a change set a second time: a recording of AWS has InvalidChangeSetStatus.
@pytest.mark.parametrize("platform", EXECUTING)
@pytest.mark.parametrize(
    ("execution", "is_executed", "code"),
    [
        ("AVAILABLE", True, 0),
        ("EXECUTE_IN_PROGRESS", False, 0),
        ("EXECUTE_COMPLETE", False, 0),
        ("EXECUTE_FAILED", True, 254),
    ],
)
def test_a_job_that_is_repeated_waits_for_what_it_has_executed(
    platform: str, execution: str, is_executed: bool, code: int, tmp_path: Path
) -> None:
    done = _executed(platform, tmp_path, [UPDATING, "UPDATE_COMPLETE"], EXECUTION=execution)
    assert done.returncode == code, done
    assert ("execute-change-set" in _asked(tmp_path)) is is_executed


@pytest.mark.parametrize("platform", EXECUTING)
@pytest.mark.parametrize(
    ("denied", "last"),
    [
        ("describe-change-set", "describe-change-set"),
        ("execute-change-set", "execute-change-set"),
        ("describe-stack-events", "describe-stack-events"),
    ],
)
def test_a_call_that_is_denied_fails_with_the_reason(
    platform: str, denied: str, last: str, tmp_path: Path
) -> None:
    done = _executed(platform, tmp_path, ["UPDATE_ROLLBACK_COMPLETE"], DENIED=denied)
    assert done.returncode == 254, done
    assert "AccessDenied" in done.stderr
    assert _asked(tmp_path)[-1] == last


# By GitLab before the change set is executed, and by GitHub before it is made.
CHECKING = {
    "github": deployment_steps("Make a change set")["github"],
    "gitlab": EXECUTING["gitlab"],
}


@pytest.mark.parametrize("platform", CHECKING)
@pytest.mark.parametrize("minutes", ["", "0", "150m", "1.5", "long", "-5", "08"])
def test_minutes_are_checked_before_aws_is_asked(
    platform: str, minutes: str, tmp_path: Path
) -> None:
    _put(tmp_path, "aws", AWS)
    given = {"STACK": "shop", "CHANGE_SET": "arn", "MINUTES": minutes}
    done = CHECKING[platform].run(tmp_path, given)
    assert done.returncode == 1, done
    assert f' is "{minutes}": give a whole number\n' in done.stdout
    assert _asked(tmp_path) == []


EXPLAINING = deployment_steps("Say why it failed")


@pytest.mark.parametrize("platform", EXPLAINING)
@pytest.mark.parametrize(
    ("events", "said"),
    [
        (None, "No events of a failed stack were saved"),
        ("", "No events of a failed stack were saved"),  # where describe-stack-events was denied
        ("{}", "render.py --why events.json config/prod.yml"),
    ],
)
def test_the_job_of_the_reason_says_where_there_is_none(
    platform: str, events: str | None, said: str, tmp_path: Path
) -> None:
    _put(tmp_path, "pip", "#!/bin/sh\n")
    _put(tmp_path, "python", '#!/bin/sh\necho "$@"\n')
    if events is not None:
        (tmp_path / "events.json").write_text(events)
    given = {"CONFIG": "config/prod.yml", "GITHUB_STEP_SUMMARY": "summary"}
    done = EXPLAINING[platform].run(tmp_path, given)
    assert done.returncode == 0, done
    assert done.stdout.startswith(said)


# Stand-ins that answer with the stack's output, and keep what is asked.
OUTPUT = "#!/bin/sh\necho http://output.example.com\n"
CURL = '#!/bin/sh\nfor last; do :; done; echo "$last" > asked\n'
ASKING = deployment_steps("Ask the application for an answer")


@pytest.mark.parametrize("platform", ASKING)
@pytest.mark.parametrize(
    ("url", "scheme", "asked"),
    [
        ("", "internet-facing", "http://output.example.com"),
        ("", "internal", ""),
        ("none", "internet-facing", ""),
        ("none", "internal", ""),
        ("https://shop.example.com/health", "internet-facing", "https://shop.example.com/health"),
        ("https://shop.example.com/health", "internal", "https://shop.example.com/health"),
    ],
)
def test_a_deployment_asks_only_what_the_runner_can_reach(
    platform: str, url: str, scheme: str, asked: str, tmp_path: Path
) -> None:
    _put(tmp_path, "aws", OUTPUT)
    _put(tmp_path, "curl", CURL)
    done = _answered(ASKING[platform], tmp_path, url, scheme)
    assert done.returncode == 0, done
    found = tmp_path / "asked"
    assert (found.read_text().strip() if found.exists() else "") == asked
    assert ("not asked" in done.stdout) == (not asked)


@pytest.mark.parametrize("platform", ASKING)
@pytest.mark.parametrize(
    ("program", "code"), [("aws", 254), ("curl", 22)]
)  # the output URL is denied; the application answers with 500
def test_an_application_that_does_not_answer_fails(
    platform: str, program: str, code: int, tmp_path: Path
) -> None:
    for name, text in (("aws", OUTPUT), ("curl", CURL)):
        _put(tmp_path, name, f"#!/bin/sh\nexit {code}\n" if name == program else text)
    assert _answered(ASKING[platform], tmp_path, "", "internet-facing").returncode == code


def _answered(step: Step, folder: Path, url: str, scheme: str) -> subprocess.CompletedProcess[str]:
    (folder / "output").mkdir()
    (folder / "output" / "prod.yml").write_text(render({"alb": {"scheme": scheme}}).text)
    return step.run(folder, {"STACK": "shop", "URL": url, "TEMPLATE": "output/prod.yml"})
