"""What of the tests and checks notices a change of the partials, other than a look at output/."""

from __future__ import annotations

import functools
import inspect
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from pipeline.checks.cfn_lint import CfnLint
from pipeline.diagnostic import InvalidInput
from tests import (
    cfn_validate,
    test_article,
    test_dashboard,
    test_examples,
    test_facts,
    test_instance_files,
    test_service_facts,
    test_statements,
)
from tests.rendered import (
    ENVIRONMENTS,
    EXAMPLES,
    PROJECT,
    Data,
    maximal_configs,
    merged,
    statements,
)
from tests.soak.capability_cases import changed_names, differs, names_in
from tests.soak.samples import Sample, Unchanged, Variant, sample, sample_of
from tests.stories import story as played
from tests.test_capabilities import CASES

_ALARMS = ("AWS::CloudWatch::", "AWS::Logs::MetricFilter", "AWS::SNS::", "AWS::Events::")
_CASES = 30  # capabilities that are tried, or as many as name what is changed
Check = tuple[str, Callable[[], bool]]


class Checks:
    """The samples and the tests that look at them, the cheapest first."""

    def __init__(self, folder: Path) -> None:
        names = {path.stem: path for path in [*ENVIRONMENTS, *EXAMPLES]}
        self.stacks = [sample(names.pop(name)) for name in ("prod", "regulated")]
        configs = enumerate(maximal_configs())
        self.maximal = [sample_of(folder / f"maximal{index}", each) for index, each in configs]
        self.others = [sample(path) for path in names.values()]
        self.article = sample(names["article"])
        self.cases = [
            (case, sample_of(folder / str(index), _with(case))) for index, case in enumerate(CASES)
        ]
        sites = played.HERE / "configs"
        self.sites = {name: sample(sites / f"{name}.yml") for name in played.SITES}
        self.findings: dict[Path, set[str]] = {}
        self.linter = CfnLint(PROJECT.lint_settings, PROJECT.rules)
        noticed = self.noticed_by(Unchanged())
        assert not noticed, f"{noticed} fails without any change"

    def noticed_by(self, variant: Variant) -> str:
        """Return the name of a check that notices a variant, an empty string if none does."""
        for name, fails in self._checks(variant):
            try:
                if fails():
                    return name
            except InvalidInput:
                return "it does not render"
            except Exception:
                return name
        return ""

    def _checks(self, variant: Variant) -> Iterator[Check]:
        samples = _near(variant, [*self.stacks, *self.maximal])
        for each in [*samples, *_near(variant, self.others)]:
            yield "rendering", functools.partial(_does_not_render, variant, each)
            yield "examples", functools.partial(_breaks, _OF_STACKS, variant, each)
            yield "cfn-validate", functools.partial(self._is_found, variant, each)
        if variant.distance(self.article) is not None:
            yield "article", functools.partial(self._breaks_article, variant)
        yield "statements", functools.partial(self._lacks_statement, variant)
        yield "capabilities", functools.partial(self._lacks_capability, variant)
        yield "stories", functools.partial(self._changes_story, variant)
        for each in [each for each in samples if variant.of(each)][:1]:
            yield "cfn-lint", functools.partial(self._is_linted, variant, each)

    def _breaks_article(self, variant: Variant) -> bool:
        stack = variant.of(self.article)
        if stack:
            for test in _takes(test_article, "article"):
                test(stack.data)
        return False

    def _lacks_statement(self, variant: Variant) -> bool:
        for each in _near(variant, [*self.stacks, *self.maximal]):
            if stack := variant.of(each):
                before, after = (set(_sids(data)) for data in (each.stack.data, stack.data))
                if (before - after) & set(test_statements.TABLE) or "without a Sid" in after:
                    return True
        return False

    def _lacks_capability(self, variant: Variant) -> bool:
        names = {
            name for each in [*self.stacks, *self.maximal] for name in changed_names(variant, each)
        }
        cases = {each.path: case for case, each in self.cases}
        named, others = list[Sample](), list[Sample]()
        for each in _near(variant, [each for _, each in self.cases]):
            (named if names & names_in(cases[each.path]) else others).append(each)
        tried = [*named, *others[: max(_CASES - len(named), 0)]]
        return any(differs(cases[each.path], each.stack, variant.of(each)) for each in tried)

    def _is_found(self, variant: Variant, each: Sample) -> bool:
        if each.path not in self.findings:
            self.findings[each.path] = set(_findings(each.stack.data))
        stack = variant.of(each)
        return bool(stack and set(_findings(stack.data)) - self.findings[each.path])

    def _changes_story(self, variant: Variant) -> bool:
        for site, each in self.sites.items():
            stack = variant.of(each) if variant.distance(each) is not None else None
            if stack and _alarms(stack.data) != _alarms(each.stack.data):
                for story in _stories():
                    if story.expected(site) is not None and list(
                        played.differences(story, site, stack.data)
                    ):
                        return True
        return False

    def _is_linted(self, variant: Variant, each: Sample) -> bool:
        stack = variant.of(each)
        regions = each.stack.settings["regions"]
        return bool(stack and self.linter.check(json.dumps(stack.data), regions))


def _with(case: Data) -> Data:
    return merged(case.get("given", {}), case["with"])


def _near(variant: Variant, samples: Iterable[Sample]) -> list[Sample]:
    """Return the samples that a variant affects, the nearest first."""
    found = [
        (distance, each) for each in samples if (distance := variant.distance(each)) is not None
    ]
    return [each for _, each in sorted(found, key=lambda each: each[0])]


def _does_not_render(variant: Variant, each: Sample) -> bool:
    variant.of(each)  # or raises InvalidInput
    return False


def _takes(module: ModuleType, fixture: str) -> list[Callable[[Any], None]]:
    """Return the tests of a module that take this fixture and nothing else."""
    found = inspect.getmembers(module, inspect.isfunction)
    tests = [each for name, each in found if name.startswith("test_")]
    return [each for each in tests if list(inspect.signature(each).parameters) == [fixture]]


_MODULES = (test_examples, test_facts, test_service_facts, test_instance_files, test_dashboard)
_OF_STACKS = [test for module in _MODULES for test in _takes(module, "rendered")]


def _breaks(tests: list[Callable[[Any], None]], variant: Variant, each: Sample) -> bool:
    if stack := variant.of(each):
        for test in tests:
            test(stack)
    return False


def _findings(data: Data) -> list[str]:
    return cfn_validate.findings(json.dumps(data))


def _sids(data: Data) -> Iterator[str]:
    yield from (each.get("Sid", "without a Sid") for each in statements(data))


@functools.cache
def _stories() -> list[played.Story]:
    return played.stories()


def _alarms(data: Data) -> Data:
    found: Data = data.get("Resources", {})
    return {id_: each for id_, each in found.items() if each.get("Type", "").startswith(_ALARMS)}
