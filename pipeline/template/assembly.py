"""One environment, from its config file to the text of its template."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.config.aws_limits import limit
from pipeline.config.extends import Config
from pipeline.config.load import load_config
from pipeline.config.schema import Schema
from pipeline.diagnostic import Diagnostic, InvalidInput, Location
from pipeline.paths import exists, value_at
from pipeline.render.context import partial_context
from pipeline.render.jinja import PartialEnvironment, partial_names, render_partial
from pipeline.template.element_hashes import fill_element_hashes
from pipeline.template.fragment import Fragment, parse
from pipeline.template.instances import no_additions, take_additions
from pipeline.template.merge import drop_groups_of_one, merge
from pipeline.template.normalise import normalise
from pipeline.template.overrides import apply_overrides
from pipeline.template.role_policies import check_role_policies
from pipeline.template.template import Template
from pipeline.template.variables import check_variables

if TYPE_CHECKING:
    from pipeline.render.custom_reads import Unread

# As a stack's name, in which it is likely to stand, and as a tag's value.
# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-using-console-create-stack-parameters.html
_NAME = re.compile(r"[a-z][a-z0-9-]{0,127}")
STDIN = "stdin"


class Rendering(NamedTuple):
    """A rendered environment; `values` are what the partials saw of the config.

    `unread` are those below `custom` that no partial reads.
    """

    name: str
    config: Config
    regions: list[str]
    template: Template
    text: str
    waivers: list[dict[str, Any]]
    values: dict[str, Any]
    unread: tuple[Unread, ...] = ()

    @property
    def depends_on_date(self) -> bool:
        """Whether what a run says of it is another thing on another day."""
        path = ("fleet", "image_max_age_days")
        settings = self.config.settings
        return bool(self.waivers) or (exists(settings, path) and bool(value_at(settings, path)))


def environment_name(path: Path | None, name: str) -> str:
    """Return the environment's name, which is the config file's stem; raises InvalidInput."""
    stem = path.stem if path else STDIN
    if not _NAME.fullmatch(stem):
        message = f"'{stem}' is not an environment's name"
        hint = (
            "name the file with lower-case letters, digits and dashes, a letter first, up to 128 "
            "of them, such as config/prod.yml"
        )
        raise InvalidInput([Diagnostic(Location(name), message, hint)])
    return stem


def render_config(
    partials: PartialEnvironment,
    schema: Schema,
    path: Path | None,
    name: str,
    root: Path | None = None,
) -> Rendering:
    """Render one config file (standard input if `path` is None) into a template's text.

    What the config extends stays in the project at `root`, which is that of the partials if none is
    given.
    Raises InvalidInput with everything that is wrong with the config, or else with the partials as
    they are rendered for it.
    """
    stem = environment_name(path, name)
    config = load_config(schema, path, name, root or partials.folder.parent)
    settings = config.settings
    values = partial_context(config, stem)
    try:
        template = make_template(partials, config, values)
        check_role_policies(template, settings["regions"])
        check_variables(template, config)
        text, waivers = normalise(template), settings.get("waivers", [])
        if 4 * len(text) > limit("bytes of a template"):  # a character has at most four
            from pipeline.template.body_size import check_body_size

            check_body_size(template, text, name)
    except InvalidInput as invalid_input:
        found = _with_config(invalid_input.diagnostics, partials.folder.name, name)
        raise InvalidInput(found) from None
    unread = _unread(values, partials.folder)
    return Rendering(stem, config, settings["regions"], template, text, waivers, values, unread)


def _unread(values: dict[str, Any], folder: Path) -> tuple[Unread, ...]:
    """Return the values below `custom` that the partials have not looked up by now."""
    if not values.get("custom"):
        return ()
    from pipeline.render.custom_reads import unread

    return unread(values["custom"], folder)


def _with_config(found: list[Diagnostic], folder: str, config: str) -> list[Diagnostic]:
    """Return diagnostics, those at a partial with the config that it was rendered for."""
    return [
        each._replace(configs=(config,)) if each.location.file.startswith(f"{folder}/") else each
        for each in found
    ]


def make_template(partials: PartialEnvironment, config: Config, values: dict[str, Any]) -> Template:
    """Return the template that a config makes, before it is text; raises InvalidInput."""
    template = merge(_whole(partials, values))
    drop_groups_of_one(template)
    apply_overrides(template, config, config.settings.get("overrides", {}))
    fill_element_hashes(template)
    return template


def _whole(partials: PartialEnvironment, values: dict[str, Any]) -> list[Fragment]:
    """Return all fragments; what some add to the instances, the others see in a second round."""
    nothing = no_additions()
    fragments = _fragments(partials, {**values, **nothing})
    added = take_additions(fragments)
    if added != nothing:
        fragments = _fragments(partials, {**values, **added})
        take_additions(fragments)
    return fragments


def _fragments(partials: PartialEnvironment, values: dict[str, Any]) -> list[Fragment]:
    fragments, diagnostics = [], []
    for name in partial_names(partials.folder):
        try:
            fragments.append(parse(render_partial(partials, name, values)))
        except InvalidInput as invalid_input:
            diagnostics.extend(invalid_input.diagnostics)
    if diagnostics:
        raise InvalidInput(diagnostics)
    return fragments
