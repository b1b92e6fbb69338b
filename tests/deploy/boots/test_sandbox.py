from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.deploy.stack.config_under_test import ROOT

_MISSING = "from tests.deploy.boots import sandbox; print(sandbox.missing_programs())"


@pytest.mark.parametrize("folders", ["/usr/bin:/bin", "/usr/local/bin:/usr/bin:/bin"])
def test_programs_are_found_without_sbin_on_the_path(folders: str) -> None:
    assert _missing(folders) == _missing(f"{folders}:/usr/sbin:/sbin")


def _missing(folders: str) -> str:
    environment = {**os.environ, "PATH": folders}
    command = [sys.executable, "-c", _MISSING]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    ).stdout
