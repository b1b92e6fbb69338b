"""What is proven: one config, and the template that it renders to."""

from __future__ import annotations

import copy
import functools
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import yaml
from jinja2.bccache import Bucket, BytecodeCache

from pipeline.config.schema import fill_defaults, load_schema
from pipeline.project import Project
from pipeline.render.partials import PartialEnvironment
from pipeline.template.normalise import normalise, parse_template
from pipeline.template.rendering import render_config
from pipeline.template.template import Template
from tests.deploy import gaps
from tests.deploy.gaps import Omission

ROOT = Path(__file__).parents[2]
PROJECT = Project(ROOT, use_cache=False)
Data = dict[str, Any]


@dataclass(frozen=True)
class Subject:
    """A config with its defaults filled in, and its template as data and as text."""

    name: str
    path: Path
    settings: Data
    template: Data
    text: str

    @property
    def region(self) -> str:
        """The first of the regions that the config names; each gets the same template."""
        return str(self.settings["regions"][0])

    def setting(self, path: str, default: Any = None) -> Any:
        """Return a setting by its dotted path, the default where no config knows it."""
        value: Any = self.settings
        for key in path.split("."):
            if not isinstance(value, dict) or key not in value:
                return default
            value = value[key]
        return value

    @functools.cached_property
    def deployable(self) -> tuple[Data, str, list[Omission]]:
        """What the emulator can stand: data, text (the template's own, if all of it), the rest."""
        data, omissions = gaps.leave_out(self.template)
        text = normalise(Template(data, {})) if data is not self.template else self.text
        return data, text, omissions

    @property
    def encrypted(self) -> bool:
        """Whether clients reach the load balancer by HTTPS."""
        https = self.setting("alb.https", {})
        return bool(https.get("certificate") or https.get("request_for"))

    def resources(self, *types: str) -> dict[str, Data]:
        """Return the template's resources of these types, by logical id."""
        found: dict[str, Data] = self.template["Resources"]
        return {name: each for name, each in found.items() if each["Type"] in types}


def paths() -> list[Path]:
    """Return the configs of all environments and examples, and of what no example shows."""
    others = [ROOT / "config" / "examples", Path(__file__).with_name("configs")]
    more = [path for folder in others for path in sorted(folder.glob("*.yml"))]
    return [*PROJECT.configs(), *(path for path in more if not path.name.startswith("_"))]


def name_of(path: Path) -> str:
    """Return a name that is good for a stack: examples may be named as environments are."""
    return f"example-{path.stem}" if path.parent.name == "examples" else path.stem


def read(path: Path, partials: Path = PROJECT.partials) -> Subject:
    """Render a config, as `render.py` does, with these partials; raises InvalidInput."""
    schema = load_schema(PROJECT.schema)
    jinja = PartialEnvironment(partials, None)
    jinja.bytecode_cache = _Compiled()
    environment = render_config(jinja, schema, path, str(path))
    settings = fill_defaults(schema, environment.config.data)
    # The template is read back from the text, which is what a team deploys.
    template = parse_template(environment.text, path.name)
    return Subject(name_of(path), path, _plain(settings), template, environment.text)


class _Compiled(BytecodeCache):
    """Partials compiled once in this process, however often they are copied and rendered."""

    kept: ClassVar[dict[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if known := self.kept.get(bucket.checksum):
            bucket.bytecode_from_string(known)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.checksum] = bucket.bytecode_to_string()


def changed(subject: Subject, changes: Data, folder: Path) -> Subject:
    """Return the subject with other settings: its config, extended by one in a new folder."""
    path = folder / subject.path.name
    base = os.path.relpath(subject.path.resolve(), folder.resolve())
    path.write_text(yaml.safe_dump({"extends": base, **changes}), encoding="utf-8")
    return read(path)


def with_template(subject: Subject, template: Data) -> Subject:
    """Return the subject with another template."""
    data = copy.deepcopy(template)
    text = normalise(Template(data, {}))
    return Subject(subject.name, subject.path, subject.settings, data, text)


def _plain(value: Any) -> Any:
    """Return data without the positions that its strings carry."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, str) else value
