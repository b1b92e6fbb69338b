"""AWS's cloudformation-validate as a second reader of rendered templates, in the tests only."""

from __future__ import annotations

import functools
from typing import Any

# Rules whose findings are no fault of a template of ours, each with the reason.
IGNORED = {
    "W9002": "an ARN with an account's number is what a config asks for",
    "W9013": "an ARN with an account's number is what a config asks for",
    "W3010": "zones by name are what a config asks for",
}
# Limits that AWS has raised since: what its message says.
_RAISED = {"E3671": "greater than the maximum of 16000"}
_SEVERITIES = ("FATAL", "ERROR", "WARN")  # what it reports for information is no fault


def findings(text: str) -> list[str]:
    """Return its errors and warnings on a template's text, a line each."""
    report = _engine().validate_template(text.encode())
    return [
        f"{found.rule_id} {found.entity} {found.property_path}: {found.message}"
        for found in report.diagnostics
        if found.severity.name in _SEVERITIES
        and found.rule_id not in IGNORED
        and _RAISED.get(found.rule_id, "-") not in found.message
    ]


@functools.cache
def _engine() -> Any:
    from cloudformation_validate import CelEngine

    return CelEngine()
