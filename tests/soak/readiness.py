"""What the readiness rules find in a template, without cfn-lint's own rules around them."""

from __future__ import annotations

import copy
import functools
from collections.abc import Iterator
from typing import Any

import ec2_readiness
from cfnlint.template import Template
from ec2_readiness.engine import Rule, stack_of

from pipeline.checks.finding_locations import LintMatch

_SEVERITIES = {"E": "error", "W": "warning", "I": "info"}


@functools.cache
def _rules() -> list[Rule]:
    return [getattr(ec2_readiness, name)() for name in dir(ec2_readiness)]


def readiness_findings(template: Any, regions: list[str]) -> Iterator[LintMatch]:
    """Yield the findings on a template as data, in long forms."""
    cfn = Template("template.yml", copy.deepcopy(template), regions)  # which is changed
    for rule in _rules():
        for _, match in rule.findings(stack_of(cfn)):
            found = getattr(match, "rule", None) or rule
            yield LintMatch(
                tuple(match.path), 1, 1, match.message, "", _SEVERITIES[found.id[0]], found.id,
                of_literals="literals" in found.tags,
            )  # fmt: skip
