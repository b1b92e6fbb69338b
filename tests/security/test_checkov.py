"""checkov finds what has a reason: `.checkov.yml` for all templates, `.security.yml` for one."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.security.conftest import OUTPUTS, Template
from tests.support import ROOT

CHECKOV = os.environ.get("CHECKOV", "")


def test_there_are_templates() -> None:
    if not OUTPUTS:
        pytest.skip("NO TEMPLATE IS CHECKED: output/ has none; `python render.py` writes them")


@pytest.mark.skipif(not CHECKOV, reason="`tox run -e security` installs checkov")
def test_checkov_finds_what_has_a_reason(template: Template, tmp_path: Path) -> None:
    path = tmp_path / "template.yml"
    path.write_text(template.text, encoding="utf-8")
    command = [CHECKOV, "--config-file", str(ROOT / ".checkov.yml"), "--output", "json"]
    done = subprocess.run([*command, "--file", path], capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    assert report["summary"]["passed"] > 10, done.stdout
    failed = {each["check_id"] for each in report["results"]["failed_checks"]}
    assert failed == {each for each in template.accepted if each.startswith("CKV")}, (
        f"{template.name}: what is found and has no reason in .security.yml, or has one in vain"
    )
