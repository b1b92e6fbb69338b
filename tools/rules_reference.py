"""Writes docs/rules.md from the rules; with --check says whether it is fresh."""

from __future__ import annotations

import ast
import inspect
import json
import sys
from importlib import import_module
from pathlib import Path

from cfnlint.rules import CloudFormationLintRule

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "rules"))

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

Rules of the company go into a folder of their own, whose path from this folder is added to
`append_rules` in `.cfnlintrc`: `[rules, house]`. `python render.py` runs them from wherever it is
started; a path that leads nowhere is an error. Add the folder to `files` in
`.pre-commit-config.yaml`, too. Paths of `custom_rules`, `override_spec` and `registry_schemas` are
found in the same way. The documentation of [cfn-lint](https://github.com/aws-cloudformation/cfn-lint)
shows how a rule is written.

**ER**: AWS refuses it, or it fails. **WR**: it deploys, and does harm later.
**IR**: advice, shown with `-c I`. A rule is silent about what is not known before the deployment.

An error is certain: it holds with any value of what the template leaves open. Where its finding
rests on what is listed under *A warning where*, it is a warning with the same number, which names
what it rests on. A warning or an advice takes for granted what is listed under *It assumes* and *It
is right unless*; where nothing is listed it rests on the template and on the page alone.

Each rule names its page of AWS's documentation, or of a program's manual, and the day on which that
page was last read for it. {read} of {all} pages have such a day. The text that was read is the page
itself, or:

{texts}

A page without a day could not be opened for this version.
"""
PAGES = json.loads((ROOT / "rules" / "ec2_readiness" / "data" / "pages.json").read_text())
TEXTS = {
    "page": "",
    "api": "the service's API model in botocore 1.43, from which AWS generates the page",
    "guide": "the guide's source as AWS published it, in 2023 at the latest",
    "excerpt": "the beginning of the page",
    "earlier": "the guide's source, where the text was a part of another page",
    "manual": "the program's manual page, as its Debian package installs it",
    "quoted": "not the page, which could not be had, but what others quote from it",
}
DEFAULT = "a parameter's default, or two conditions at once"
REASONS = ("unless", "own", "others", "elsewhere", "granted")  # what rules call such a text


def assumed(rule: CloudFormationLintRule) -> list[str]:
    """What the rule itself names as what would make a finding right."""
    tree = ast.parse(inspect.getsource(inspect.getmodule(type(rule)) or type(rule)))
    texts: list[str] = []
    for node in ast.walk(tree):
        names = [t.id for t in getattr(node, "targets", ()) if isinstance(t, ast.Name)]
        names += [node.arg or ""] if isinstance(node, ast.keyword) else []
        names += ["unless"] if isinstance(node, ast.FunctionDef) and node.name == "_unless" else []
        if set(names) & set(REASONS):
            texts += [n.value for n in ast.walk(node) if _is_text(n)]  # type: ignore[attr-defined]
    return list(dict.fromkeys(text for text in texts if " " in text and "." not in text))


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def page_of(rule: CloudFormationLintRule) -> str:
    """The page without its host."""
    return str(rule.source_url).split("/", 3)[3]


def ordered() -> list[CloudFormationLintRule]:
    """Load the rules, in the order of their numbers."""
    package = import_module("ec2_readiness")
    warned = import_module("ec2_readiness.engine").Warned
    every = [getattr(package, name)() for name in dir(package)]
    rules = [rule for rule in every if not isinstance(rule, warned)]  # an error has its warning
    return sorted(rules, key=lambda rule: str(rule.id[2:]))


def entry(rule: CloudFormationLintRule) -> str:
    """Say of one rule what happens, what to write and where that stands."""
    lines = [
        f"### {rule.id} {rule.shortdesc}",
        "",
        f"*{SEVERITY[rule.id[0]]}; {', '.join(rule.tags)}.* {rule.description}",
        "",
        f"Instead: {rule.instead}. ([{_holder(rule)}]({rule.source_url}), {read_on(rule)})",
    ]
    if rule.id.startswith("E"):
        lines += ["", f"*A warning where* it rests on: {'; '.join([DEFAULT, *assumed(rule)])}."]
    elif assumed(rule):
        lines += ["", f"*It is right unless*: {'; '.join(assumed(rule))}."]
    if rule.assumes:
        lines += ["", f"*It assumes*: {rule.assumes}."]
    return "\n".join(lines)


def _holder(rule: CloudFormationLintRule) -> str:
    return "AWS documentation" if "aws.amazon.com/" in str(rule.source_url) else "manual"


def read_on(rule: CloudFormationLintRule) -> str:
    """When the page was read, and in which text."""
    found = PAGES.get(page_of(rule))
    if found is None:
        return "not opened"
    text = "" if found["text"] == "page" else f" ({found['text']})"
    return f"{'read ' + found['read'] if found['read'] else 'not opened'}{text}"


def page() -> str:
    """Put the whole page together."""
    rules = ordered()
    pages = {page_of(rule) for rule in rules}
    texts = "\n".join(f"- *{name}*: {text}" for name, text in TEXTS.items() if text)
    read = [page for page in pages if PAGES.get(page, {}).get("read")]
    head = HEAD.format(read=len(read), all=len(pages), texts=texts)
    parts = [head, f"{len(rules)} rules:\n"]
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
