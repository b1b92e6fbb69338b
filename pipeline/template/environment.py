"""One environment, from its config file to the text of its template."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.config.constraints import check
from pipeline.config.extends import Config, read_config
from pipeline.config.schema import Schema, fill_defaults
from pipeline.config.validate import validate
from pipeline.problem import Place, Problem, Refused
from pipeline.render.partials import PartialEnvironment, partial_names, render_partial
from pipeline.render.values import partial_values
from pipeline.template.digest import fill_digests
from pipeline.template.fragment import Fragment, parse
from pipeline.template.merge import Template, merge
from pipeline.template.normalise import normalise
from pipeline.template.overrides import apply_overrides

_NAME = re.compile(r"[a-z][a-z0-9-]{0,19}")
STDIN = "stdin"


class Environment(NamedTuple):
    """A rendered environment; `files` are the config and what it extends."""

    name: str
    config: Config
    regions: list[str]
    template: Template
    text: str
    waivers: list[dict[str, Any]]


def environment_name(path: Path | None, name: str) -> str:
    """Return the environment's name, which is the config file's stem; raises Refused."""
    stem = path.stem if path else STDIN
    if not _NAME.fullmatch(stem):
        message = f"'{stem}' is not an environment's name"
        hint = "name the file with lower-case letters, digits and dashes, such as config/prod.yml"
        raise Refused([Problem(Place(name), message, hint)])
    return stem


def render_environment(
    partials: PartialEnvironment, schema: Schema, path: Path | None, name: str
) -> Environment:
    """Render one config file (standard input if `path` is None) into a template's text.

    Raises Refused with everything that is wrong with the config, or else with the partials.
    """
    stem = environment_name(path, name)
    config = read_config(path, name)
    problems = [*config.problems, *validate(config, schema)]
    data = fill_defaults(schema, config.data)
    problems.extend(check(config, data))
    if problems:
        raise Refused(problems)
    values = partial_values(config, data, stem)
    template = merge(_fragments(partials, values))
    apply_overrides(template, config, data.get("overrides", {}))
    fill_digests(template)
    return Environment(
        stem, config, data["regions"], template, normalise(template), data.get("waivers", [])
    )


def _fragments(partials: PartialEnvironment, values: dict[str, Any]) -> list[Fragment]:
    fragments, problems = [], []
    for name in partial_names(partials.folder):
        try:
            fragments.append(parse(render_partial(partials, name, values)))
        except Refused as refused:
            problems.extend(refused.problems)
    if problems:
        raise Refused(problems)
    return fragments
