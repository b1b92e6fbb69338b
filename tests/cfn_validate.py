"""AWS's cloudformation-validate as a second reader of rendered templates, in the tests only."""

from __future__ import annotations

import functools
from typing import Any

# Rules whose findings are no fault of a template of ours, each with the reason.
IGNORED = {
    "W9013": "an ARN with an account's number is what a config asks for",
}
_SEVERITIES = ("FATAL", "ERROR", "WARN")  # what it reports for information is no fault


def findings(text: str) -> list[str]:
    """Return its errors and warnings on a template's text, a line each."""
    report = _engine().validate_template(text.encode())
    return [
        f"{found.rule_id} {found.entity} {found.property_path}: {found.message}"
        for found in report.diagnostics
        if found.severity.name in _SEVERITIES and found.rule_id not in IGNORED
    ]


@functools.cache
def _engine() -> Any:
    from cloudformation_validate import CelEngine

    return CelEngine()
