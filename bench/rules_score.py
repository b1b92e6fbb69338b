"""How many planted mistakes each program finds, and what the rules cost.

python bench/rules_score.py            the score (about a minute: cfn-lint lints each mistake)
python bench/rules_score.py --time     only what the rules add to cfn-lint's own time; fails where
                                       they cost more than their bounds
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from tempfile import mkdtemp
from time import process_time
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from cfnlint.config import ConfigMixIn  # noqa: E402
from cfnlint.rules import Rules  # noqa: E402
from cfnlint.runner import Runner  # noqa: E402
from cfnlint.runner.template.runner import run_template_by_file_path  # noqa: E402
from cfnlint.template import Template  # noqa: E402

from tests.rules.corpus import HERE, RULES, Mistake, load, mistakes  # noqa: E402

Finding = tuple[str, str]  # rule, path
# What the rules may cost a typical template, one of 150 resources, and one with 20 conditions, of
# which at most 24 combinations are looked at.
TYPICAL_MS, LARGE_MS, CHOICES_MS = 10, 100, 240
Lint = Callable[[str], set[Finding]]
PLAIN = ["--config-file", str(HERE / "plain.cfnlintrc")]  # not the project's, which adds the rules


def linter(rules: Rules) -> Lint:
    """Run these rules as the command does, in this process."""
    config = ConfigMixIn(PLAIN, regions=["us-east-1"], include_checks=["I"])
    file = Path(mkdtemp()) / "template.json"

    def lint(text: str) -> set[Finding]:
        file.write_text(text)
        found = run_template_by_file_path(str(file), config, rules, ignore_bad_template=False)
        return {(m.rule.id, "/".join(map(str, m.path or []))) for m in found}

    return lint


def validator() -> Lint | None:
    """Return AWS's own validator, if it is installed."""
    try:
        from cloudformation_validate import CelEngine
    except ImportError:
        return None
    engine = CelEngine()

    def validate(text: str) -> set[Finding]:
        report = engine.validate_template(text.encode())
        return {(d.rule_id, f"{_entity(d)}/{d.property_path or ''}") for d in report.diagnostics}

    return validate


def _entity(diagnostic: Any) -> str:
    entity = diagnostic.entity
    return str(getattr(entity, "logical_id", None) or getattr(entity, "id", "") or "")


def finds(mistake: Mistake, lint: Lint, base: set[Finding]) -> bool:
    """Say whether the mistake brings a new finding, at its own resource or template part."""
    new = lint(json.dumps(mistake.template(), indent=1)) - base
    place = mistake.place.strip("/").split("/")
    return any(place[0] in path or place[-1] in path for _, path in new)


def score() -> None:
    """Print the table."""
    own = Rules.create_from_directory(str(RULES))
    tools: dict[str, Lint | None] = {
        "cfn-lint alone": linter(Runner(ConfigMixIn(PLAIN)).rules),
        "cloudformation-validate alone": validator(),
        "the readiness rules alone": linter(own),
    }
    cases = list(mistakes())
    found: dict[str, set[str]] = {}
    for name, lint in tools.items():
        if lint is None:
            print(f"{name:32} not installed")
            continue
        bases = {p.name: lint(json.dumps(load(p), indent=1)) for p in (HERE / "sound").iterdir()}
        found[name] = {c.name for c in cases if finds(c, lint, bases[c.base])}
        print(
            f"{name:32} {len(found[name]):4} of {len(cases)}  {len(found[name]) / len(cases):6.1%}"
        )
    every = set().union(*found.values())
    print_row("all together", len(every), len(cases))
    for case in cases:
        if case.name not in every:
            print(f"  unseen: {case.name}")


def print_row(name: str, count: int, total: int) -> None:
    """Print one line of the table."""
    print(f"{name:32} {count:4} of {total}  {count / total:6.1%}")


def timing() -> None:
    """Print what the rules add, on the largest sound template, in one warmed process."""
    start = process_time()  # from the start of this process: with the interpreter and imports
    both = Runner(ConfigMixIn(PLAIN)).rules
    loaded = process_time()
    own = Rules.create_from_directory(str(RULES))
    own_loaded = process_time()
    text = json.dumps(load(HERE / "sound" / "rolling.yml"), indent=1)
    plain = _measure(linter(both), text)
    both.update(own)
    together = _measure(linter(both), text)
    added = own_loaded - loaded + together - plain
    print(f"cfn-lint: started in {start:.3f} s, rules loaded in {loaded - start:.3f} s, ", end="")
    print(f"template in {plain:.3f} s")
    print(
        f"ours: rules loaded in {own_loaded - loaded:.3f} s, template in {together - plain:.3f} s"
    )
    print(f"together they add {added / (loaded + plain):.0%} to one run, {len(own)} rules")
    print(f"in a warmed process they add {(together - plain) / plain:.0%}")


def costs() -> bool:
    """Print what the rules alone cost a template, and say whether that is within bounds."""
    own = list(Rules.create_from_directory(str(RULES)).values())
    typical = load(HERE / "sound" / "rolling.yml")
    bounds = (
        ("typical", typical, TYPICAL_MS),
        ("150 resources", _grown(150), LARGE_MS),
        ("20 conditions", _with_choices(20), CHOICES_MS),
    )
    within = True
    for name, template, bound in bounds:
        cost = 1000 * min(_cost(own, template) for _ in range(15))
        print(f"{name}: {len(template['Resources'])} resources, {cost:.1f} ms of {bound} allowed")
        within = within and cost <= bound
    return within


def _cost(rules: list[Any], template: dict[str, Any]) -> float:
    from ec2_readiness.engine import prepared, shell_commands  # registered with the rules

    prepared.cache_clear()
    shell_commands.cache_clear()
    cfn = Template("template.json", deepcopy(template), ["us-east-1"])
    start = process_time()
    for rule in rules:
        rule.match(cfn)
    return process_time() - start


def _grown(count: int) -> dict[str, Any]:
    """The largest sound template over and over, each time under other names."""
    base = load(HERE / "sound" / "rolling.yml")
    grown: dict[str, Any] = {**base, "Resources": {}}
    while len(grown["Resources"]) < count:
        text = json.dumps(base["Resources"])
        for name in base["Resources"]:
            text = re.sub(rf"(?<!:)\b{name}\b(?=[\"}}.])", f"{name}{len(grown['Resources'])}", text)
        grown["Resources"] |= json.loads(text)
    return grown


def _with_choices(count: int) -> dict[str, Any]:
    """The largest sound template with independent conditions, each of which adds a topic."""
    template = deepcopy(load(HERE / "sound" / "rolling.yml"))
    conditions = template.setdefault("Conditions", {})
    for n in range(count):
        template["Parameters"][f"Choice{n}"] = {"Type": "String", "Default": "no"}
        conditions[f"Has{n}"] = {"Fn::Equals": [{"Ref": f"Choice{n}"}, "yes"]}
        template["Resources"][f"Extra{n}"] = {"Type": "AWS::SNS::Topic", "Condition": f"Has{n}"}
    return template


def _measure(lint: Lint, text: str) -> float:
    lint(text)
    times = []
    for _ in range(3):
        start = process_time()
        lint(text)
        times.append(process_time() - start)
    return min(times)


if __name__ == "__main__":
    timing()
    if "--time" not in sys.argv:
        score()
    sys.exit(not costs())
