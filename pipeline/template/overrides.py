"""The escape hatch: what a config says in CloudFormation's own words about the template."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.config.extends import VERBATIM, Config
from pipeline.diagnostic import Diagnostic, InvalidInput, did_you_mean
from pipeline.paths import KeyPath, children, dotted
from pipeline.render.provenance import Origin, Source
from pipeline.template.intrinsics import is_function
from pipeline.template.template import Template


def apply_overrides(template: Template, config: Config, tree: dict[str, Any]) -> None:
    """Merge the tree over the template in place; raises InvalidInput where nothing matches.

    Maps merge, anything else replaces, null removes. A section's element must exist: what is new
    belongs in a partial. Inside an element a setting may be new.
    """
    diagnostics: list[Diagnostic] = []
    for section, elements in tree.items():
        for name, change in elements.items():
            known = template.data.get(section, {})
            if name not in known:
                diagnostics.append(_no_match(config, (section, name), list(known)))
            else:
                _merge(template, config, known, (section, name), change, diagnostics)
        if section in template.data and not template.data[section]:
            del template.data[section]
    if diagnostics:
        raise InvalidInput(diagnostics)


def _merge(
    template: Template,
    config: Config,
    into: Any,
    keys: KeyPath,
    change: Any,
    diagnostics: list[Diagnostic],
) -> None:
    key = keys[-1]
    if change is None:
        if key in into:
            del into[key]
        else:
            diagnostics.append(_no_match(config, keys, list(into)))
    elif change and _are_maps(change, into.get(key)):
        for name, value in change.items():
            _merge(template, config, into[key], (*keys, name), value, diagnostics)
    else:
        diagnostics.extend(_nulls(config, keys, change))
        into[key] = change
        _own(template, config, keys, change)


def _are_maps(*values: object) -> bool:
    """Whether these are maps to merge: a function's call is one value."""
    return all(isinstance(value, dict) and not is_function(value) for value in values)


def _nulls(config: Config, keys: KeyPath, value: object) -> Iterator[Diagnostic]:
    if value is None:
        yield _no_match(config, keys, [])
    for key, item in children(value):
        yield from _nulls(config, (*keys, key), item)


def _own(template: Template, config: Config, keys: KeyPath, value: Any) -> None:
    """Note that an element comes from the config now, and whatever is inside it too."""
    around = template.source(keys)
    setting = (VERBATIM, *keys)
    origin = Origin(setting, config.location(setting), "override")
    template.sources[keys] = Source(around.partial if around else origin.location, (origin,))
    for key, item in children(value):
        _own(template, config, (*keys, key), item)


def _no_match(config: Config, keys: KeyPath, known: list[str]) -> Diagnostic:
    setting = (VERBATIM, *keys)
    hint = did_you_mean(keys[-1], known) or "define new elements in a partial"
    return Diagnostic(config.location(setting), f"{dotted(setting)}: matches nothing", hint)
