"""What the readiness rules find in a template, without cfn-lint's own rules around them."""

from __future__ import annotations

import copy
import functools
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from cfnlint.rules import Rules
from cfnlint.template import Template

from pipeline.checks.finding_locations import LintMatch
from tests.support import ROOT

_SEVERITIES = {"E": "error", "W": "warning", "I": "info"}


@functools.cache
def _rules() -> list[Any]:
    return list(Rules.create_from_directory(str(ROOT / "rules")).values())


def readiness_findings(template: Any, regions: list[str]) -> Iterator[LintMatch]:
    """Yield the findings on a template as data, in long forms."""
    rules = _rules()
    engine = import_module("ec2_readiness.engine")  # which cfn-lint has put on the path
    cfn = Template("template.yml", copy.deepcopy(template), regions)  # which is changed
    for rule in rules:
        for _, match in rule.findings(engine.stack_of(cfn)):
            found = getattr(match, "rule", None) or rule
            yield LintMatch(
                tuple(match.path), 1, 1, match.message, "", _SEVERITIES[found.id[0]], found.id,
                of_literals="literals" in found.tags,
            )  # fmt: skip
