"""Two environments side by side: settings and resources that differ, names of their own apart."""

import json
from typing import Any, NamedTuple

from pipeline.review.canonical import MISSING, canonical_resource
from pipeline.review.differences import differences
from pipeline.review.markdown import code
from pipeline.review.registry import resource_schema
from pipeline.review.settings import OWN, setting_differences
from pipeline.review.wording import brief, text_of
from pipeline.template.assembly import Rendering


class Pair(NamedTuple):
    """Something that two environments have different values for."""

    name: str
    left: str
    right: str


def compare_renderings(left: Rendering, right: Rendering, style: str) -> str:
    """Return how two environments differ, as text, markdown or json."""
    settings = [
        Pair(each.name, _setting(each.left), _setting(each.right))
        for each in setting_differences(left.config.settings, right.config.settings)
        if each.path[0] not in OWN
    ]
    resources = _resources(left, right)
    names = (left.config.name, right.config.name)
    if style == "json":
        return _as_json(names, settings, resources)
    return (_as_markdown if style == "markdown" else _as_text)(names, settings, resources)


def _setting(value: Any) -> str:
    return "none" if value in (None, [], {}) else brief(json.dumps(value, ensure_ascii=False))


def _resources(left: Rendering, right: Rendering) -> list[Pair]:
    old, new = (
        {name: _renamed(canonical_resource(each), rendering.name) for name, each in found.items()}
        for rendering in (left, right)
        for found in [rendering.template.data.get("Resources", {})]
    )
    pairs = []
    for name in [*old, *(name for name in new if name not in old)]:
        if name not in old or name not in new:
            pairs.append(Pair(name, *("yes" if name in each else "no" for each in (old, new))))
            continue
        schema = resource_schema(str(new[name].get("Type")), right.regions[0])
        for each in differences(old[name], new[name], schema):
            label = f"{name}.{each.label.removeprefix('Properties.')}"
            pairs.append(Pair(label, *_values(each.before, each.after)))
    return pairs


def _values(before: Any, after: Any) -> tuple[str, str]:
    """Return both values; of long texts the first lines that differ."""
    old, new = (
        text_of(each).splitlines() if each is not MISSING else [] for each in (before, after)
    )
    if len(old) > 1 and len(new) > 1:
        ours = [line.strip() for line in old if line not in new]
        theirs = [line.strip() for line in new if line not in old]
        return brief("; ".join(ours)), brief("; ".join(theirs))
    return brief(before), brief(after)


def _renamed(value: Any, environment: str) -> Any:
    """Return a value in which the environment's own name, as a tag has it, is the same for all."""
    if isinstance(value, dict):
        if value.get("Key") == "environment" and value.get("Value") == environment:
            return {**value, "Value": "(environment)"}
        return {key: _renamed(item, environment) for key, item in value.items()}
    if isinstance(value, list):
        return [_renamed(item, environment) for item in value]
    return value


def _as_text(names: tuple[str, str], settings: list[Pair], resources: list[Pair]) -> str:
    lines = [f"{names[0]} and {names[1]}"]
    for title, pairs in (("SETTINGS", settings), ("RESOURCES", resources)):
        lines += ["", title] if pairs else []
        for pair in pairs:
            lines += [
                f"  {pair.name}",
                f"    {names[0]}: {pair.left}",
                f"    {names[1]}: {pair.right}",
            ]
    if not settings and not resources:
        lines.append("They do not differ.")
    return "\n".join(lines) + "\n"


def _as_markdown(names: tuple[str, str], settings: list[Pair], resources: list[Pair]) -> str:
    lines = [f"### {code(names[0])} and {code(names[1])}"]
    for title, pairs in (("Settings", settings), ("Resources", resources)):
        if pairs:
            lines += ["", f"| {title} | {code(names[0])} | {code(names[1])} |", "|---|---|---|"]
            lines += [f"| {' | '.join(map(code, pair))} |" for pair in pairs]
    if not settings and not resources:
        lines += ["", "They do not differ."]
    return "\n".join(lines) + "\n"


def _as_json(names: tuple[str, str], settings: list[Pair], resources: list[Pair]) -> str:
    data = {
        "left": names[0],
        "right": names[1],
        "settings": [pair._asdict() for pair in settings],
        "resources": [pair._asdict() for pair in resources],
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"
