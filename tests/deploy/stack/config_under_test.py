"""A config under test, and the template that it renders to."""

from __future__ import annotations

import copy
import dataclasses
import functools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from pipeline.config.schema import fill_defaults
from pipeline.config.schema_files import load_schema
from pipeline.paths import walk
from pipeline.project import CONFIGS, Project, environments_in, is_shared
from pipeline.render.jinja import PartialEnvironment
from pipeline.template.assembly import render_config
from pipeline.template.normalise import normalise, parse_template
from pipeline.template.template import Template
from tests.deploy.stack import unsupported
from tests.deploy.stack.unsupported import Omission
from tools.shipped import PARTIALS, shipped

ROOT = Path(__file__).parents[3]
PROJECT = shipped(ROOT / "tests" / "shop" / "config")
CONFIGS_HERE = ROOT / "tests" / "deploy" / "configs"
# Made before any test, each of which has a cache folder of its own for as long as it runs.
_PARTIALS_HERE = shipped(more_partials=CONFIGS_HERE / "partials").partials
Data = dict[str, Any]


@dataclasses.dataclass(frozen=True)
class ConfigUnderTest:
    """A config with its defaults filled in, and its template as data and as text."""

    name: str
    path: Path
    settings: Data
    template: Data
    text: str
    partials: Path
    # Sids of the statements that a team's own partials bring: what the application may do.
    own_sids: frozenset[str] = frozenset()

    @property
    def region(self) -> str:
        """The first of the regions that the config names; each gets the same template."""
        return str(self.settings["regions"][0])

    def setting(self, path: str, default: Any = None) -> Any:
        """Return a setting by its dotted path, or the default if there is no such setting."""
        value: Any = self.settings
        for key in path.split("."):
            if not isinstance(value, dict) or key not in value:
                return default
            value = value[key]
        return value

    @functools.cached_property
    def deployable(self) -> tuple[Data, str, list[Omission]]:
        """The part that the emulator supports as data and text, and what is left out."""
        data, omissions = unsupported.leave_out(self.template)
        text = normalise(Template(data, {})) if data is not self.template else self.text
        return data, text, omissions

    @property
    def encrypted(self) -> bool:
        """Whether the load balancer has an HTTPS listener."""
        https = self.setting("alb.https", {})
        return bool(https.get("certificate") or https.get("request_for"))

    def resources(self, *types: str) -> dict[str, Data]:
        """Return the template's resources of these types, by logical id."""
        found: dict[str, Data] = self.template["Resources"]
        return {name: each for name, each in found.items() if each["Type"] in types}


def paths() -> list[Path]:
    """Return the configs of the tests' own application, the examples, and those in `configs/`."""
    others = [ROOT / "config" / "examples", CONFIGS_HERE]
    more = [path for folder in others for path in sorted(folder.glob("*.yml"))]
    return [*PROJECT.configs(), *(path for path in more if not path.name.startswith("_"))]


def named(path: Path) -> list[Path]:
    """Return the environments of an application's folder, of one with configs, or of a file.

    As in `render.py`, a file with a leading underscore is no environment.
    """
    folder = path / CONFIGS if (path / CONFIGS).is_dir() else path
    if path.is_dir():
        return environments_in(folder)
    return [] if is_shared(path) else [path]


def name_of(path: Path) -> str:
    """Return the stack's name; an example may have the same file name as an environment."""
    return f"example-{path.stem}" if path.parent.name == "examples" else path.stem


def read(path: Path, partials: Path | None = None) -> ConfigUnderTest:
    """Render a config, as `render.py` does, with these partials; raises InvalidInput."""
    partials = partials or partials_of(path)
    schema = load_schema(PROJECT.schema)
    jinja = PartialEnvironment(partials, None)
    # Changed configs and changed partials lie in folders of their own.
    environment = render_config(jinja, schema, path, str(path), Path("/"))
    settings = _plain(fill_defaults(schema, environment.config.data))
    # Parse the text, because the text is what users deploy.
    template, text = parse_template(environment.text, path.name), environment.text
    own_sids = frozenset(_own_sids(environment.template))
    return ConfigUnderTest(name_of(path), path, settings, template, text, partials, own_sids)


def _own_sids(template: Template) -> Iterator[str]:
    for keys, value in walk(template.data):
        source = template.source(keys) if keys[-1:] == ("Sid",) else None
        files = [each.location.file for each in source.origins] if source else []
        if any(Path(file).name.split(".")[0] not in PARTIALS for file in files if ".j2" in file):
            yield str(value)


def partials_of(path: Path) -> Path:
    """Return the partials for a config: those of the team for its own, else what is shipped.

    The configs in `configs/` have partials of a team beside them, too.
    """
    if path.resolve().parent == CONFIGS_HERE:
        return _PARTIALS_HERE
    team = Project(ROOT)
    own = {each.resolve() for each in team.configs()}
    return team.partials if path.resolve() in own else PROJECT.partials


def changed(config: ConfigUnderTest, changes: Data, folder: Path) -> ConfigUnderTest:
    """Return the config with some settings changed, by a config in a new folder that extends it."""
    path = folder / config.path.name
    base = os.path.relpath(config.path.resolve(), folder.resolve())
    path.write_text(yaml.safe_dump({"extends": base, **changes}), encoding="utf-8")
    return read(path, config.partials)


def with_template(config: ConfigUnderTest, template: Data) -> ConfigUnderTest:
    """Return the config with another template."""
    data = copy.deepcopy(template)
    return dataclasses.replace(config, template=data, text=normalise(Template(data, {})))


def _plain(value: Any) -> Any:
    """Return data as plain strings, without their positions in the config."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, str) else value
