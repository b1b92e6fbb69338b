"""Diagnostics as a SARIF 2.1.0 log, which code scanning reads.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from pipeline import VERSION
from pipeline.diagnostic import Diagnostic, Location, RuleText, Waived

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_CONFIG = "config"
# What is found before any rule is asked, and by checks of this program.
_OWN_RULES = {
    _CONFIG: RuleText("Usable input", "A config, a partial or a file cannot be used as it is"),
    "waiver": RuleText("Waivers in force", "A waiver has ended, or matches no finding"),
}


def as_sarif(diagnostics: list[Diagnostic], waived: list[Waived]) -> str:
    """Return the diagnostics as a SARIF log; waived findings are suppressed results."""
    results = [_result(each) for each in diagnostics]
    results += [_suppressed(each) for each in waived]
    found = [*diagnostics, *(each.diagnostic for each in waived)]
    texts = {_rule(each): each.rule_text or _OWN_RULES.get(_rule(each)) for each in found}
    driver = {
        "name": "ec2-web-stack",
        "version": VERSION,
        "rules": [_described(rule, texts[rule]) for rule in sorted(texts)],
    }
    run = {"tool": {"driver": driver}, "results": results}
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, indent=2)


def _rule(diagnostic: Diagnostic) -> str:
    return diagnostic.rule or _CONFIG


def _described(rule: str, text: RuleText | None) -> dict[str, Any]:
    if text is None:
        return {"id": rule}
    described: dict[str, Any] = {
        "id": rule,
        "shortDescription": {"text": text.title},
        "fullDescription": {"text": text.description or text.title},
    }
    return {**described, "helpUri": text.url} if text.url else described


def _suppressed(waived: Waived) -> dict[str, Any]:
    justification = f"{waived.reason} (until {waived.until})"
    suppression = {"kind": "external", "status": "accepted", "justification": justification}
    return {**_result(waived.diagnostic), "suppressions": [suppression]}


def _result(diagnostic: Diagnostic) -> dict[str, Any]:
    message, hint = diagnostic.message, diagnostic.hint
    result: dict[str, Any] = {
        "ruleId": _rule(diagnostic),
        "level": _LEVELS.get(diagnostic.severity, "error"),
        "message": {"text": f"{message}\n{hint}" if hint else message},
        "locations": [_location(diagnostic.location)],
    }
    related = [diagnostic.partial, *map(Location, diagnostic.configs)]
    if locations := [_location(each) for each in related if each]:
        result["relatedLocations"] = locations
    return result


def _location(location: Location) -> dict[str, Any]:
    region = {"startLine": location.line or 1, "startColumn": location.column or 1}
    uri = quote(location.file.replace("\\", "/"))
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}
