"""What a person at a terminal sees: progress, colour, names, versions, completion, watching."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline import VERSION
from pipeline.output import progress
from pipeline.output.report import show_diff, summary
from tests.support import REGIONS, Folder, copy_program

RENDER = ("--no-lint", "--no-cache")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Show progress from the first moment on."""
    monkeypatch.setattr(progress, "_SHOWN_AFTER", 0.0)


@pytest.mark.usefixtures("impatient")
def test_progress_names_each_environment_on_a_terminal(small: Folder) -> None:
    result = small.run("--no-cache", terminal=True)
    assert result.code == 0
    shown = [line.strip() for line in re.split(r"\r\033\[K", result.err)]
    assert shown[1:5] == [
        "rendering 1 of 2: config/one.yml",
        "rendering 2 of 2: config/two.yml",
        "checking 1 of 2: output/one.yml",
        "checking 2 of 2: output/two.yml",
    ]
    assert shown[5].startswith("2 environments: 2 written")  # on a line that was cleared
    assert len(shown) == 6


@pytest.mark.usefixtures("impatient")
def test_progress_says_how_many_findings_there_are_so_far(small: Folder) -> None:
    small.write("config/one.yml", f"{REGIONS}size: x\nname: 5\n")
    result = small.run(*RENDER, terminal=True)
    assert "rendering 2 of 2, 2 found: config/two.yml" in result.err
    assert result.err.count("config/one.yml:2:7: ") == 1


@pytest.mark.usefixtures("impatient")
def test_progress_is_gone_before_an_error_is_shown(small: Folder) -> None:
    small.write("config/two.yml", f"{REGIONS}size: x\n")
    result = small.run(*RENDER, terminal=True)
    assert "\r\033[Kconfig/two.yml:2:7: " in result.err


def test_no_progress_elsewhere_or_in_a_short_run(small: Folder) -> None:
    assert "\r" not in small.run(*RENDER, terminal=True).err
    assert "\r" not in small.run(*RENDER).err


@pytest.mark.usefixtures("impatient")
def test_no_progress_in_a_pipe(small: Folder) -> None:
    assert "\r" not in small.run(*RENDER).err


def test_a_run_says_what_it_wrote(small: Folder) -> None:
    first = small.run(*RENDER, "config/one.yml")
    assert first.lines[-1].startswith("1 environment: 1 written (output/one.yml), ")
    again = small.run(*RENDER)
    assert again.lines[-1].startswith(
        "2 environments: 1 written (output/two.yml), 1 unchanged (output/one.yml), "
    )


def test_a_long_run_names_a_few(capsys: pytest.CaptureFixture[str]) -> None:
    summary({"written": [f"output/e{n}.yml" for n in range(100)]}, 1.0)
    assert capsys.readouterr().err == (
        "100 environments: 100 written (output/e0.yml, output/e1.yml, output/e2.yml and 97 more),"
        " 1.0 s\n"
    )


DIFF = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-old\n+new\n same\n"
COLOURED = (
    "\033[1m--- a/x\033[0m\n\033[1m+++ b/x\033[0m\n\033[36m@@ -1 +1 @@\033[0m\n"
    "\033[31m-old\033[0m\n\033[32m+new\033[0m\n same\n"
)


@pytest.mark.parametrize(
    ("terminal", "no_color", "shown"),
    [(True, "", COLOURED), (True, "1", DIFF), (False, "", DIFF)],
)
def test_a_diff_has_colours_on_a_terminal(
    terminal: bool,
    no_color: str,
    shown: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal)
    show_diff(DIFF)
    assert capsys.readouterr().out == shown


def test_both_streams_are_asked(small: Folder) -> None:
    """Standard error on a terminal does not colour the diff that goes to a file."""
    assert "\033" not in small.run(*RENDER, "--diff", terminal=True).out


def test_the_version_names_cfn_lints(small: Folder) -> None:
    from importlib.metadata import version

    shown = small.run("--version").out
    assert shown == f"ec2-web-stack {VERSION}, cfn-lint {version('cfn-lint')}\n"


def _complete(script: str, words: list[str]) -> list[str]:
    """Return what bash offers for the last word."""
    line = " ".join(f"'{word}'" for word in words)
    code = (
        f"{script}\nCOMP_WORDS=({line}); COMP_CWORD={len(words) - 1}\n"
        '_ec2_web_stack; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    done = subprocess.run(["bash", "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.split()


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not installed")
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["python", "render.py", "--ch"], ["--check"]),
        ([".venv/bin/python", "../render.py", "a.yml", "--com"], ["--completion", "--compare"]),
        (["python", "render.py", "--format", "s"], ["sarif"]),
        (["python", "render.py", "--fail-on", ""], ["replace", "interruption", "widened"]),
        (["python", "render.py", "conf"], []),  # bash goes on with the names of files
        (["python", "other.py", "--ch"], []),
    ],
)
def test_completion_in_bash(words: list[str], offered: list[str], small: Folder) -> None:
    assert _complete(small.run("--completion", "bash").out, words) == offered


def test_completion_in_zsh(small: Folder) -> None:
    """Each option is there with its help; where there is a zsh, it reads the script."""
    script = small.run("--completion", "zsh").out
    assert "'--check[write nothing; fail and show the diff if the output is stale]'" in script
    options = set(re.findall(r"--[a-z-]+", small.run("--help").out)) - {"--parameter-overrides"}
    for option in options:
        assert f"'{option}[" in script, option
    if zsh := shutil.which("zsh"):
        subprocess.run([zsh, "-n"], input=script, text=True, check=True)


@pytest.mark.parametrize("more", [["--init"], ["--stdout"], ["-"], ["--explain", "Topic"]])
def test_what_cannot_be_watched(more: list[str], small: Folder) -> None:
    result = small.run("--watch", *more, "config/one.yml")
    assert result.code == 2
    assert "usage:" in result.lines[0]


class _Watched:
    """A run of --watch on a terminal of its own."""

    def __init__(self, root: Path) -> None:
        self._master, slave = pty.openpty()
        command = [sys.executable, "render.py", "--no-lint", "--watch"]
        # A background job ignores SIGINT, and what it starts inherits that.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        self.process = subprocess.Popen(command, cwd=root, stderr=slave, stdout=slave)
        signal.signal(signal.SIGINT, before)
        os.close(slave)
        self.shown = ""

    def wait_for(self, text: str) -> None:
        """Read until the text is shown."""
        end = time.monotonic() + 60
        while text not in self.shown:
            assert time.monotonic() < end, self.shown
            if select.select([self._master], [], [], 0.1)[0]:
                self.shown += os.read(self._master, 65536).decode()


def test_watch_renders_after_each_change(small: Folder) -> None:
    copy_program(small.root)
    watched = _Watched(small.root)
    try:
        watched.wait_for("2 environments: 2 written")
        small.write("config/one.yml", "extends: _base.yml\ndescription: Changed\n")
        watched.wait_for("1 written (output/one.yml)")
        assert "Description: Changed\n" in small.read("output/one.yml")
        small.write("config/one.yml", f"{REGIONS}size: x\n")
        watched.wait_for("config/one.yml:2:7")  # and goes on
        small.write("shop/config/two.yml", REGIONS)
        small.write("config/one.yml", "extends: _base.yml\n")
        watched.wait_for("shop/output/two.yml")
    finally:
        watched.process.send_signal(signal.SIGINT)
        assert watched.process.wait(timeout=30) == 130


def test_watching_takes_the_other_arguments(small: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[list[str]] = []

    def watch(_: object, arguments: list[str]) -> int:
        taken.append(arguments)
        return 5

    monkeypatch.setattr("pipeline.cli.watch.watch", watch)
    assert small.run("--no-lint", "--watch", "config/one.yml").code == 5
    assert taken == [["--no-lint", "config/one.yml"]]
