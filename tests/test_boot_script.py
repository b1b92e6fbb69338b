"""The boot script as the file it is; tests/deploy runs it whole, on an instance."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.render.script import shorten
from tests.rendered import PROJECT

BOOT = PROJECT.partials / "boot" / "boot.sh"
TEXT = BOOT.read_text("utf-8")
SHELLCHECK = Path(sys.executable).with_name("shellcheck")
_SWITCH = re.compile(r"^ *if \[\[ ((?:\$[A-Z0-9_]+)+) \]\]; then$", re.MULTILINE)
_NAMES = {name for match in _SWITCH.findall(TEXT) for name in match.strip("$").split("$")}
SWITCHES = tuple(sorted(_NAMES - {"FIRST_BOOT"}))  # which the script sets itself


def function(name: str) -> str:
    """Return one function of the script."""
    match = re.search(rf"^( *){name}\(\) {{.*?^\1}}$", TEXT, re.MULTILINE | re.DOTALL)
    assert match, f"boot.sh has no function {name}"
    return match[0]


def bash(text: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a text in bash under the script's own options."""
    whole = f"set -Eeuo pipefail; shopt -s inherit_errexit\n{text}"
    return subprocess.run(
        ["bash", "-c", whole],
        env={"PATH": "/usr/bin:/bin", **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_shellcheck_finds_nothing() -> None:
    done = subprocess.run([str(SHELLCHECK), str(BOOT)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_each_switch_is_explained_on_top() -> None:
    head = TEXT.split("\n\n", 1)[0]
    assert [name for name in SWITCHES if not re.search(rf"\b{name}\b", head)] == []


# The application speaks one protocol.
TOGETHER = tuple(name for name in SWITCHES if name not in {"HTTP", "HTTPS", "HTTP2"})


@pytest.mark.parametrize("on", [(), *((name,) for name in SWITCHES), TOGETHER], ids="+".join)
def test_the_script_is_sound_with_some_switches_on(on: tuple[str, ...]) -> None:
    decided = {name: name in on for name in SWITCHES}
    text = shorten(TEXT, decided if "WARM_POOL" in on else {"FIRST_BOOT": True, **decided})
    assert not _SWITCH.search(text.replace("$FIRST_BOOT", "$first"))
    # What the launch template sets is not known here.
    command = [str(SHELLCHECK), "--shell=bash", "--exclude=SC2154", "-"]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize(
    ("status", "counts"),
    [("000", False), ("200", True), ("299", True), ("300", False), ("401", True), ("503", False)],
)
def test_a_status_counts_as_the_load_balancer_counts_it(status: str, *, counts: bool) -> None:
    text = f"{function('answers')}\ncurl() {{ printf {status}; }}\nanswers"
    done = bash(text, SUCCESS_CODES="2..|401", HEALTH_URL="http://127.0.0.1/")
    assert (done.returncode == 0, done.stderr) == (counts, "")


@pytest.mark.parametrize(
    ("protocol", "answer", "counts"),
    [
        ("HTTPS", "200", True),
        ("HTTPS", "503", False),
        ("HTTP2", "200", True),
        ("GRPC", "HTTP/2 200\r\n\r\ngrpc-status: 0\r\n", True),
        ("GRPC", "HTTP/2 200\r\ngrpc-status: 14\r\ngrpc-message: down\r\n", False),
        ("GRPC", "", False),
    ],
)
def test_the_application_is_asked_in_its_own_protocol(
    protocol: str, answer: str, *, counts: bool
) -> None:
    off = dict.fromkeys(SWITCHES, False)
    text = shorten(TEXT, {**off, "FIRST_BOOT": True, protocol: True})
    text = text.partition('STEP="waiting for the application"')[2].partition("until answers")[0]
    codes = "0" if protocol == "GRPC" else "2.."
    curl = 'curl() { echo "$@" >&2; printf "$ANSWER"; }'
    done = bash(f"{curl}\n{text}\nanswers", SUCCESS_CODES=codes, HEALTH_URL="u", ANSWER=answer)
    assert (done.returncode == 0) == counts
    assert done.stderr.split()[:5] == ["-s", "-k", "-o", "/dev/null", "-m"]
    assert ("--http2-prior-knowledge" in done.stderr) == (protocol != "HTTPS")


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("plain", 'NAME="plain"\n'),
        ('say "hi" \\ $HOME', 'NAME="say \\"hi\\" \\\\ $HOME"\n'),
        ("two\nlines", 'NAME="two\nlines"\n'),
    ],
)
def test_a_secret_is_quoted_for_systemd(value: str, line: str, tmp_path: Path) -> None:
    path = tmp_path / "secrets"
    text = function("write_secret").replace("/etc/application.secrets.new", str(path))
    done = bash(f'{text}\nwrite_secret NAME "$VALUE"', VALUE=value)
    assert (done.returncode, path.read_text("utf-8")) == (0, line)


@pytest.mark.parametrize(
    ("secret", "value"),
    [
        ('{"key": "text"}', "text"),
        ('{"key": 5432}', "5432"),
        ('{"key": true}', "true"),
        ('{"key": {"a": [1, null]}}', '{"a": [1, null]}'),
        ('{"key": null}', None),
        ('{"other": "text"}', None),
        ("no JSON", None),
    ],
)
def test_a_key_of_a_secret_is_text_or_json(secret: str, value: str | None) -> None:
    done = bash(f'{function("secret_at")}\nsecret_at key <<<"$SECRET"', SECRET=secret)
    assert (done.returncode == 0) == (value is not None)
    assert done.stdout.rstrip("\n") == (value or "")


@pytest.mark.parametrize(
    ("launches", "hook_is_open", "calls"),
    [
        ("yes", "yes", ["hook ABANDON", "signal 1"]),
        ("yes", "", ["signal 1"]),
        ("", "yes", []),  # in service, or in a state that AWS does not tell
    ],
)
def test_what_fails_in_service_is_no_failure_of_a_deployment(
    launches: str, hook_is_open: str, calls: list[str]
) -> None:
    stubs = """log_failure() { echo "log $1"; }
complete_hook() { echo "hook $1"; }
signal() { echo "signal $1"; }
"""
    variables = {"LAUNCHES": launches, "HOOK_IS_OPEN": hook_is_open, "WARM_POOL": "yes"}
    done = bash(f"{stubs}{function('fail')}\nfail reason", **variables)
    assert (done.returncode, done.stderr) == (1, "boot: reason\n")
    assert done.stdout.splitlines() == ["log reason", *calls]


# CloudFormation's words for a stack in which nothing is waiting, and for a second success:
# https://github.com/aws-cloudformation/aws-cloudformation-templates/issues/34
# https://github.com/kubernetes-retired/kube-aws/pull/1274
@pytest.mark.parametrize(
    ("answer", "matters"),
    [
        ("ValidationError: Stack arn: is in CREATE_COMPLETE state and cannot be signaled", False),
        ("ValidationError: Signal with ID i-0 for AutoScalingGroup already exists.", False),
        ("AccessDenied: User: i-0 is not authorized to perform: SignalResource", True),
        ("Throttling: Rate exceeded", True),
        ("", True),  # killed
    ],
)
@pytest.mark.parametrize("status", [0, 1])
def test_a_signal_that_does_not_arrive_has_its_reason(
    answer: str, status: int, *, matters: bool, tmp_path: Path
) -> None:
    helper = tmp_path / "cfn-signal"
    helper.write_text('#!/bin/sh\necho "$ANSWER" >&2\nexit 1\n', encoding="utf-8")
    helper.chmod(0o700)
    text = function("signal").replace("/opt/aws/bin/cfn-signal", str(helper))
    stubs = 'log_failure() { echo "log $1"; }'
    where = {"STACK": "shop-prod", "REGION": "eu-west-1"}
    done = bash(f"{stubs}\n{function('one_line')}\n{text}\nsignal {status}", ANSWER=answer, **where)
    reason = f"cfn-signal --exit-code {status} failed: {answer}"
    assert (done.returncode, done.stderr.strip()) == (0, f"boot: {reason}".strip() * matters)
    assert done.stdout.strip() == f"log {reason}".strip() * matters


# What is left of a child, a pipe or a subshell keeps the shell waiting.
@pytest.mark.parametrize(
    "step", ["sleep 60", "x=$(sleep 60 | cat)", "x=$(sh -c 'sleep 60; :' 2>&1)"]
)
def test_a_step_that_does_not_end_is_ended_and_named(step: str, tmp_path: Path) -> None:
    [again] = [line for line in TEXT.splitlines() if "exec timeout" in line]
    path = tmp_path / "boot"
    lines = ["#!/bin/bash", "set -Eeuo pipefail", "shopt -s inherit_errexit", "TIMEOUT=1", again]
    stubs = ["fail() { trap '' TERM; sleep 0.1; echo \"$1\"; exit 1; }", function("out_of_time")]
    steps = ["trap out_of_time TERM", "STEP='pulling an image'", f'{step} || fail "cannot pull"']
    path.write_text("\n".join([*lines, *stubs, *steps]), encoding="utf-8")
    path.chmod(0o700)
    done = subprocess.run([str(path)], capture_output=True, text=True, check=False, timeout=20)
    assert done.stdout == "pulling an image did not end, and the boot may take 1 seconds\n"
    assert done.returncode


@pytest.mark.parametrize(
    ("log", "reason"),
    [
        ("", "exit status 137 no space Filesystem"),
        ("2026-11-26 10:00:00,000 [INFO] config logging\n", "exit status 137 no space Filesystem"),
        ("2026-11-26 10:00:00,000 [ERROR] Yum failed\n", "Yum failed"),
    ],
)
def test_a_failure_of_cfn_init_has_a_text(log: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "cfn-init.log"
    if log:
        path.write_text(log, encoding="utf-8")
    names = ("one_line", "command_log", "init_errors")
    text = "\n".join(map(function, names)).replace("/var/log/cfn-init.log", str(path))
    df = "df() { echo Filesystem; }"
    done = bash(f"{df}\n{text}\ninit_errors 137", SAID="no space")
    assert (done.returncode, done.stdout.strip()) == (0, reason)
