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

from tests.rendered import Data, Stack, read_cases

ACCEPTED: dict[str, dict[str, str]] = read_cases(Path(__file__).with_name("accepted.yml"))
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


def _failed(stack: Stack, folder: Path) -> set[str]:
    path = folder / f"{stack.name}.json"
    path.write_text(json.dumps(_joined(stack.data)), encoding="utf-8")
    command = [str(GUARD), "validate", "--rules", str(RULES), "--data", str(path)]
    command += ["--structured", "--output-format", "json", "--show-summary", "none"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    [report] = json.loads(done.stdout)
    assert len(report["compliant"]) > 20
    return {each["Rule"]["name"] for each in report["not_compliant"]}


@pytest.mark.skipif(not GUARD.is_file(), reason="Guard comes by npm; see tox.ini")
def test_only_what_has_a_reason_fails(stack: Stack, tmp_path: Path) -> None:
    assert _failed(stack, tmp_path) == set(ACCEPTED[stack.name])


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("${Bucket.Arn}/*", [{"Fn::GetAtt": ["Bucket", "Arn"]}, "/*"]),
        ("a-${AWS::Region}", ["a-", {"Ref": "AWS::Region"}]),
    ],
)
def test_functions_are_in_the_form_that_the_rules_know(text: str, parts: list[Any]) -> None:
    assert _joined({"Fn::Sub": text}) == {"Fn::Join": ["", parts]}
