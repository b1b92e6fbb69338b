"""checkov finds nothing; `.checkov.yml` has what it skips, and why."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.rendered import Stack
from tests.support import ROOT

CHECKOV = os.environ.get("CHECKOV", "")


@pytest.mark.skipif(not CHECKOV, reason="`tox run -e security` installs checkov")
def test_checkov_finds_nothing(stack: Stack, tmp_path: Path) -> None:
    path = tmp_path / f"{stack.name}.yml"
    path.write_text(stack.text, encoding="utf-8")
    command = [CHECKOV, "--config-file", str(ROOT / ".checkov.yml"), "--file", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    passed = re.search(r"Passed checks: (\d+), Failed checks: 0,", done.stdout)
    assert passed, done.stdout
    assert int(passed[1]) > 20
