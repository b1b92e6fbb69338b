"""What the rules say of each planted mistake, and where: texts that a person has read.

`python -m tests.rules.found` writes them anew after a change of rules, words or pairs. Read the
difference before you commit it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cfnlint.rules import Rules
from cfnlint.template import Template

from .corpus import RULES, mistakes
from .planted import pairs

FILE = Path(__file__).with_name("found.txt")


def indexed(data: dict[str, Any]) -> Template:
    """Return a template as the rules take it; cfn-lint's own index takes longer than they do."""
    cfn = Template.__new__(Template)
    cfn.template, cfn.regions, cfn.filename = data, ["us-east-1"], None
    return cfn


def messages(rules: Rules, name: str, rule: str, data: dict[str, Any]) -> list[str]:
    """Return what a rule finds in a template: a name, the id, the path and the message a line."""
    number = rule[1:]
    asked = rules.get(f"E{number}") or rules[rule]
    return sorted(
        f"{name}: {(getattr(match, 'rule', None) and match.rule.id) or asked.id} "
        f"{'/'.join(map(str, match.path))}: {match.message}"
        for match in asked.match(indexed(data))
    )


def planted() -> list[tuple[str, str, dict[str, Any]]]:
    """Return the name, the rule and the template of each mistake, and of each pair's wrong side."""
    found = [(case.name, case.rule, case.template()) for case in mistakes()]
    return found + [(pair.name, pair.body["rule"], pair.template("wrong")) for pair in pairs()]


def lines(rules: Rules) -> list[str]:
    """Return what the rules find in all of them."""
    return [line for each in planted() for line in messages(rules, *each)]


if __name__ == "__main__":
    text = "".join(f"{line}\n" for line in lines(Rules.create_from_directory(str(RULES))))
    FILE.write_text(text, encoding="utf-8")
