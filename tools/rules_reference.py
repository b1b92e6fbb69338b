"""Writes docs/rules.md from the rules; with --check says whether it is fresh."""

from __future__ import annotations

import sys
from pathlib import Path

from cfnlint.rules import CloudFormationLintRule, Rules

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.generated import ROOT, write

PAGE = ROOT / "docs" / "rules.md"
SEVERITY = {"E": "error", "W": "warning", "I": "advice"}
GROUPS = {
    "92": "Deployment",
    "93": "Auto Scaling group and scaling",
    "94": "Instances and their boot",
    "95": "Load balancing, firewall and DNS",
    "96": "Alarms",
    "97": "Notices and logs",
    "98": "Permissions",
    "99": "The template",
}
HEAD = """# Readiness rules

Generated from `rules/` by `python tools/rules_reference.py`; do not edit.

A template that lints clean can still never come up, lose capacity at each deploy, or send no alarm.
These rules find that: `cfn-lint -a rules -t template.yml`, on any template.

**E**: AWS refuses it, or it fails. **W**: it deploys, and bites later. **I**: advice, shown with
`-c I`. A rule is silent where a value cannot be known before the deployment.
"""


def ordered() -> list[CloudFormationLintRule]:
    """Load the rules, in the order of their numbers."""
    rules = Rules.create_from_directory(str(ROOT / "rules"))
    return sorted(rules.values(), key=lambda rule: str(rule.id[2:]))


def entry(rule: CloudFormationLintRule) -> str:
    """Say of one rule what happens, what to write and where that stands."""
    lines = [
        f"### {rule.id} {rule.shortdesc}",
        "",
        f"*{SEVERITY[rule.id[0]]}; {', '.join(rule.tags)}.* {rule.description}",
        "",
        f"Instead: {rule.instead}. ([AWS documentation]({rule.source_url}))",
    ]
    return "\n".join(lines)


def page() -> str:
    """Put the whole page together."""
    rules = ordered()
    parts = [HEAD, f"{len(rules)} rules:\n"]
    for number, title in GROUPS.items():
        members = [rule for rule in rules if rule.id[2:4] == number]
        parts.append(f"## {title} ({number}xx)\n")
        parts += [entry(rule) + "\n" for rule in members]
    return "\n".join(parts)


def main(arguments: list[str]) -> int:
    """Write the page, or compare it."""
    return write({PAGE: page()}, "python tools/rules_reference.py", arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
