"""A second opinion on a template, by AWS's cloudformation-validate, where it is installed."""

from __future__ import annotations

from typing import Any

from pipeline.checks.findings import LintMatch

# Rules whose findings are no fault of a template of ours, each with the reason.
IGNORED = {
    "W9013": "an ARN with an account's number is what a config asks for",
}
_SEVERITY = {"FATAL": "error", "ERROR": "error", "WARN": "warning"}


class CloudFormationValidate:
    """cloudformation-validate, compiled once for any number of templates."""

    def __init__(self) -> None:
        """Compile its rules; raises ImportError where it is not installed."""
        from cloudformation_validate import CelEngine

        self.engine: Any = CelEngine()

    def check(self, text: str) -> list[LintMatch]:
        """Return its errors and warnings; what it says for information is no fault."""
        report = self.engine.validate_template(text.encode())
        return [
            _match(diagnostic)
            for diagnostic in report.diagnostics
            if diagnostic.severity.name in _SEVERITY and diagnostic.rule_id not in IGNORED
        ]


def _match(diagnostic: Any) -> LintMatch:
    name = getattr(diagnostic.entity, "logical_id", None)
    path = [part for part in (diagnostic.property_path or "").split(".") if part]
    keys = tuple(int(part) if part.isdigit() else part for part in path)
    return LintMatch(
        keys=("Resources", name, *keys) if name else keys,
        line=diagnostic.start_line or 1,
        column=diagnostic.start_column or 1,
        message=diagnostic.message,
        hint=diagnostic.suggested_fix or diagnostic.documentation_url or "",
        severity=_SEVERITY[diagnostic.severity.name],
        rule=f"AWS-{diagnostic.rule_id}",
    )
