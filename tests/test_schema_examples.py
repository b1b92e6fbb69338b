"""Each example of the schema, alone over what it needs, is accepted and passes all checks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.checks.protections import weakened
from pipeline.config.schema import Schema
from pipeline.diagnostic import InvalidInput
from pipeline.paths import KeyPath, dotted
from pipeline.render.jinja import PartialEnvironment
from pipeline.template.assembly import Rendering, render_config
from tests.rendered import PROJECT, SCHEMA, SMALLEST, Data, merged, read_cases, refusals
from tests.support import ROOT

NEEDS: Data = read_cases(ROOT / "tests" / "schema_examples.yml")
PARTIALS = PartialEnvironment(PROJECT.partials, PROJECT.bytecode)


def _examples(schema: Schema, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    for key, value in schema.get("properties", {}).items():
        below = (*path, key)
        yield from ((below, example) for example in value.get("examples", []))
        yield from _examples(value, below)
        yield from _examples(value.get("items", {}), (*below, 0))


# Where the application comes from, which SMALLEST says, too.
ORIGINS = [("application", name) for name in ("artifact", "container", "placeholder")]
EXAMPLES = [(path, example) for path, example in _examples(SCHEMA) if path != ("extends",)]


def config_of(path: KeyPath, example: Any) -> Data:
    """Return a config with the example in it, over what it needs."""
    base: Data = {"regions": ["eu-west-1"]} if path[:2] in ORIGINS else SMALLEST
    needed = merged(base, NEEDS.get(dotted(path), {}))
    config: Data = _over(needed, _placed(SCHEMA, path, example))
    return config


def _placed(schema: Schema, path: KeyPath, example: Any) -> Any:
    """Return the example at its path; an item of a list is that of the list's own example."""
    if not path:
        return example
    if path[0] == 0:
        listed = (schema.get("examples") or [schema["default"]])[0]
        return [_over(listed[0], _placed(schema["items"], path[1:], example))]
    return {path[0]: _placed(schema["properties"][path[0]], path[1:], example)}


def _over(base: Any, value: Any) -> Any:
    """Merge maps, and the only items of two lists."""
    if isinstance(base, dict) and isinstance(value, dict):
        both = base.keys() & value.keys()
        return {**base, **value, **{key: _over(base[key], value[key]) for key in both}}
    if isinstance(base, list) and isinstance(value, list) and len(base) == len(value) == 1:
        return [_over(base[0], value[0])]
    return value


def _rendered(folder: Path, config: Data) -> Rendering:
    file = folder / "case.yml"
    file.write_text(yaml.safe_dump(config), encoding="utf-8")
    return render_config(PARTIALS, SCHEMA, file, "case.yml")


@pytest.mark.parametrize(
    ("path", "example"), EXAMPLES, ids=[f"{dotted(path)}-{example}" for path, example in EXAMPLES]
)
def test_an_example_is_accepted(path: KeyPath, example: Any, tmp_path: Path) -> None:
    assert weakened(_rendered(tmp_path, config_of(path, example)), "x") == []


def _lists(schema: Schema, path: KeyPath = ()) -> Iterator[tuple[KeyPath, list[str], Any]]:
    """Yield each list of maps with the keys that an entry has to have, and an example."""
    for key, value in schema.get("properties", {}).items():
        below, items = (*path, key), value.get("items", {})
        if required := items.get("required"):
            yield below, required, (value.get("examples") or [value["default"]])[0]
        yield from _lists(value, below)
        yield from _lists(items, (*below, 0))


@pytest.mark.parametrize(
    ("path", "required", "example"),
    [pytest.param(*each, id=dotted(each[0])) for each in _lists(SCHEMA)],
)
def test_an_entry_without_a_key_that_it_needs_is_refused(
    path: KeyPath, required: list[str], example: list[Data], tmp_path: Path
) -> None:
    for missing in required:
        entry = {key: value for key, value in example[0].items() if key != missing}
        with pytest.raises(InvalidInput, match=rf"\]\.{missing}: missing"):
            _rendered(tmp_path, config_of(path, [entry]))


def _contradicts(one: Any, other: Any) -> bool:
    """Whether two configs say different things in one place."""
    if isinstance(one, dict) and isinstance(other, dict):
        return any(_contradicts(one[key], other[key]) for key in one.keys() & other.keys())
    return bool(one != other)


def _fits(config: Data) -> bool:
    return not refusals(config)


def _together() -> list[Data]:
    """Return few configs that hold all examples: each is linted once."""
    found: list[Data] = []
    for config in (config_of(path, example) for path, example in EXAMPLES):
        for index, other in enumerate(found):
            both = merged(other, config)
            if not _contradicts(other, config) and _fits(both):
                found[index] = both
                break
        else:
            found.append(config)
    return found


@pytest.mark.once
def test_every_example_passes_all_checks(tmp_path: Path) -> None:
    from pipeline.checks.cfn_lint import CfnLint
    from pipeline.checks.finding_locations import is_given, is_literal

    linter = CfnLint(PROJECT.lint_settings, PROJECT.rules)
    configs, found = _together(), []
    for config in configs:
        rendering = _rendered(tmp_path, config)
        matches = linter.check(rendering.text, rendering.regions)
        found += [
            f"{config}: {match.rule} {match.message}"
            for match in matches
            if not is_given(match, rendering.template)
            and not is_literal(match, rendering.template, rendering.config.settings)
        ]
    print(f"{len(EXAMPLES)} examples in {len(configs)} configs")
    assert "\n".join(found) == ""


def test_what_an_example_needs_is_for_one_that_there_is() -> None:
    assert set(NEEDS) <= {dotted(path) for path, _ in EXAMPLES}
