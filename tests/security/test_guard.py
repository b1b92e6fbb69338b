"""AWS Control Tower's proactive controls, by AWS CloudFormation Guard.

The npm package @cdklabs/cdk-validator-cfnguard has the program and the rules.
"""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.readers import read_1_1
from tests.rendered import Data
from tests.security.conftest import Template

PACKAGE = Path(os.environ.get("GUARD", ""))
MACHINE = "aarch64" if platform.machine() in {"arm64", "aarch64"} else "x86_64"
SYSTEM = "macos" if platform.system() == "Darwin" else "ubuntu"
GUARD = PACKAGE / "bin" / SYSTEM / MACHINE / "cfn-guard"
RULES = PACKAGE / "rules" / "control-tower" / "cfn-guard"

_REFERENCE = re.compile(r"\$\{([A-Za-z0-9]+)\.([A-Za-z0-9.]+)\}|\$\{([A-Za-z0-9:]+)\}")


def _joined(value: Any) -> Any:
    """Return data with Fn::Join for Fn::Sub, since the rules know only that form."""
    if isinstance(value, dict):
        if set(value) == {"Fn::Sub"} and isinstance(value["Fn::Sub"], str):
            return _join(value["Fn::Sub"])
        return {key: _joined(item) for key, item in value.items()}
    return [_joined(item) for item in value] if isinstance(value, list) else value


def _join(text: str) -> Data:
    parts: list[Any] = []
    end = 0
    for match in _REFERENCE.finditer(text):
        parts.append(text[end : match.start()])
        parts.append({"Fn::GetAtt": [match[1], match[2]]} if match[1] else {"Ref": match[3]})
        end = match.end()
    return {"Fn::Join": ["", [part for part in (*parts, text[end:]) if part != ""]]}


def _failed(template: Template, folder: Path) -> set[str]:
    path = folder / "template.json"
    path.write_text(json.dumps(_joined(read_1_1(template.text))), encoding="utf-8")
    command = [str(GUARD), "validate", "--rules", str(RULES), "--data", str(path)]
    command += ["--structured", "--output-format", "json", "--show-summary", "none"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    [report] = json.loads(done.stdout)
    assert len(report["compliant"]) > 10
    return {each["Rule"]["name"] for each in report["not_compliant"]}


@pytest.mark.skipif(not GUARD.is_file(), reason="Guard comes by npm; see tox.ini")
def test_only_what_has_a_reason_fails(template: Template, tmp_path: Path) -> None:
    accepted = {each for each in template.accepted if not each.startswith("CKV")}
    assert _failed(template, tmp_path) == accepted, (
        f"{template.name}: what fails and has no reason in .security.yml, or has one in vain"
    )


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("${Bucket.Arn}/*", [{"Fn::GetAtt": ["Bucket", "Arn"]}, "/*"]),
        ("a-${AWS::Region}", ["a-", {"Ref": "AWS::Region"}]),
    ],
)
def test_functions_are_in_the_form_that_the_rules_know(text: str, parts: list[Any]) -> None:
    assert _joined({"Fn::Sub": text}) == {"Fn::Join": ["", parts]}
