"""Completion as a person at a terminal has it: in interactive shells, by the tabulator."""

from __future__ import annotations

import contextlib
import os
import pty
import select
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from tests.support import Folder

PROMPT = "READY> "
ZSHRC = """\
fpath=({folder} $fpath)
autoload -Uz compinit && compinit -u -d {folder}/dump
PS1="READY> "
"""
# The command of an interactive shell, and what its rc file says.
SHELLS = {
    "bash": (["bash", "--rcfile", "{rc}", "-i"], "{script}\nPS1='READY> '\n"),
    "zsh": (["zsh", "-d", "-i"], ZSHRC),
}


class _Terminal:
    """An interactive shell on a terminal of its own."""

    def __init__(self, command: list[str], folder: Path, home: Path) -> None:
        self._master, slave = pty.openpty()
        own = {"HOME": str(home), "ZDOTDIR": str(home), "TERM": "dumb", "PATH": os.environ["PATH"]}
        self._shell = subprocess.Popen(
            command, cwd=folder, env=own, stdin=slave, stdout=slave, stderr=slave,
            start_new_session=True,
        )  # fmt: skip
        os.close(slave)

    def read(self, until: str) -> str:
        """Return what the terminal shows until a text is in it, or 20 seconds have passed."""
        shown, end = "", time.monotonic() + 20
        while until not in shown and time.monotonic() < end:
            if select.select([self._master], [], [], 0.1)[0]:
                with contextlib.suppress(OSError):
                    shown += os.read(self._master, 4096).decode(errors="replace")
        return shown

    def write(self, text: str) -> None:
        os.write(self._master, text.encode())

    def close(self) -> None:
        self._shell.kill()
        self._shell.wait()
        os.close(self._master)


@pytest.mark.parametrize("shell", SHELLS)
def test_the_first_tabulator_completes(shell: str, small: Folder, tmp_path: Path) -> None:
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    command, settings = SHELLS[shell]
    script = small.run("--completion", shell).out
    home = tmp_path / "home"
    home.mkdir()
    (home / "_render.py").write_text(script)
    (home / f".{shell}rc").write_text(settings.format(folder=home, script=script))
    rc = str(home / f".{shell}rc")
    terminal = _Terminal([each.format(rc=rc) for each in command], small.root, home)
    try:
        assert PROMPT in terminal.read(PROMPT)
        terminal.write("python render.py --stri\t")
        assert "--strict " in terminal.read("--strict ")
        terminal.write("--format sar\t")
        assert "--format sarif " in terminal.read("--format sarif ")
    finally:
        terminal.close()
