"""Whether an environment has in common with another what its config says."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.config.extends import read_config
from pipeline.config.schema import fill_defaults
from pipeline.diagnostic import Diagnostic
from pipeline.paths import exists, starts_with, value_at
from pipeline.project import leads_out
from pipeline.regular_files import is_file
from pipeline.review.settings import OWN, SettingDifference, setting_differences
from pipeline.review.wording import brief
from pipeline.template.assembly import Rendering


def check_parity(rendering: Rendering, path: Path | None) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each setting that breaks the config's `parity`; `path` is its file.

    Raises InvalidInput where the other config cannot be read.
    """
    wanted = rendering.config.settings.get("parity", {})
    if not wanted.get("config") or path is None:
        return
    name = os.path.normpath(Path(rendering.config.name).parent / wanted["config"])
    other_path = path.parent / wanted["config"]
    location = rendering.config.location(("parity", "config"))
    inside = rendering.config.inside
    if inside and leads_out(inside, other_path):
        hint = "name a config of the same project"
        yield Diagnostic(location, f"parity.config: {name} leads out of the project", hint)
        return
    if not is_file(other_path):
        yield Diagnostic(
            location, f"parity.config: no file {name}", "the name is relative to this file"
        )
        return
    config = read_config(other_path, name, Path(inside) if inside else None)
    rendering.config.files.update(config.files)  # the verdict depends on them, too
    other = fill_defaults(rendering.config.schema, config.data)
    yield from _unknown(rendering, wanted)
    yield from _smaller(rendering, other, name, wanted["at_least"])
    if wanted["may_differ"]:
        yield from _different(rendering, other, name, wanted)


def _unknown(rendering: Rendering, wanted: dict[str, Any]) -> Iterator[Diagnostic]:
    for key in ("at_least", "may_differ"):
        for index, setting in enumerate(wanted[key]):
            if not exists(rendering.config.settings, tuple(setting.split("."))):
                location = rendering.config.location(("parity", key, index))
                yield Diagnostic(location, f"parity.{key}[{index}]: no setting {setting}")


def _smaller(
    rendering: Rendering, other: dict[str, Any], name: str, settings: list[str]
) -> Iterator[Diagnostic]:
    for setting in settings:
        path = tuple(setting.split("."))
        if not (exists(rendering.config.settings, path) and exists(other, path)):
            continue
        here, there = value_at(rendering.config.settings, path), value_at(other, path)
        if _is_number(here) and _is_number(there) and here < there:
            message = f"{setting}: {here}, and {there} in {name}: parity asks for at least as much"
            yield Diagnostic(rendering.config.location(path), message)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _different(
    rendering: Rendering, other: dict[str, Any], name: str, wanted: dict[str, Any]
) -> Iterator[Diagnostic]:
    allowed = [
        tuple(each.split(".")) for each in (*OWN, *wanted["at_least"], *wanted["may_differ"])
    ]
    for found in setting_differences(rendering.config.settings, other):
        if not any(starts_with(found.path, each) for each in allowed):
            hint = f"use one value in both, or list {found.name} in parity.may_differ"
            yield Diagnostic(rendering.config.location(found.path), _message(found, name), hint)


def _message(found: SettingDifference, name: str) -> str:
    here, there = (
        brief("none" if each is None else json.dumps(each, ensure_ascii=False))
        for each in (found.left, found.right)
    )
    return f"{found.name}: {here}, and {there} in {name}: parity.may_differ does not list it"
