"""Helps to adopt the rules on templates that are there already.

python -m ec2_readiness counts FILE...     which rules find something, and how often
python -m ec2_readiness waivers --until 2027-06-30 --reason TEXT FILE...
                                           the metadata that accepts all that is found today
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date

import ec2_readiness
import yaml
from cfnlint.decode import decode
from cfnlint.template import Template
from ec2_readiness.engine import Rule, stack_of

Finding = tuple[str, str]  # the rule's id, the resource


def findings(path: str) -> Iterator[Finding]:
    """What the rules find in a template, advice left out.

    Raises ValueError where the file cannot be read as a template.
    """
    template, problems = decode(path)
    if problems or not isinstance(template, dict):
        raise ValueError(f"{path}: {problems[0].message if problems else 'no template'}")
    cfn = Template(path, template, ["us-east-1"])
    refused = cfn.transform()
    if refused:
        raise ValueError(f"{path}: {refused[0].message}")
    for name in dir(ec2_readiness):
        rule: Rule = getattr(ec2_readiness, name)()
        for resource, match in rule.findings(stack_of(cfn)):
            reported: Rule = getattr(match, "rule", None) or rule
            if not reported.id.startswith("I"):
                yield str(reported.id), resource


def counts(paths: list[str]) -> str:
    """One line a rule: how often, and its id."""
    total = Counter(rule for path in paths for rule, _ in findings(path))
    return "".join(f"{count:5}  {rule}\n" for rule, count in total.most_common())


def waivers(paths: list[str], until: str, reason: str) -> str:
    """For each template a Metadata section that accepts what is found in it today."""
    parts = []
    for path in paths:
        found = sorted(set(findings(path)))
        entries = [
            {"rule": rule, **({"resource": resource} if resource else {})}
            | {"reason": reason, "until": until}
            for rule, resource in found
        ]
        body = {"Metadata": {"ec2-readiness": {"waivers": entries}}}
        parts.append(f"# {path}\n{yaml.safe_dump(body, sort_keys=False)}" if found else "")
    return "".join(parts)


def main(arguments: list[str] | None = None) -> int:
    """Return 0, or 2 where a file is no template."""
    parser = argparse.ArgumentParser(prog="python -m ec2_readiness", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    counting = commands.add_parser("counts", help="which rules find something, and how often")
    waiving = commands.add_parser("waivers", help="metadata that accepts what is found today")
    waiving.add_argument("--until", required=True, type=lambda text: str(date.fromisoformat(text)))
    waiving.add_argument("--reason", default="there before the rules were")
    for command in (counting, waiving):
        command.add_argument("files", nargs="+", metavar="FILE")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.command == "counts":
            sys.stdout.write(counts(chosen.files))
        else:
            sys.stdout.write(waivers(chosen.files, chosen.until, chosen.reason))
    except (OSError, ValueError) as error:
        sys.stderr.write(f"error: {error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
