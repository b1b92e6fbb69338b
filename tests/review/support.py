"""Renderings for the tests of reviews, from configs of their own."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path
from typing import Any

import yaml

from pipeline.config.schema_files import load_schema
from pipeline.project import Project
from pipeline.render.jinja import PartialEnvironment
from pipeline.template.assembly import Rendering, render_config
from pipeline.template.template import Template
from tests.rendered import merged
from tests.support import STACK

DATA = Path(__file__).parent / "data"
PROJECT = Project(STACK, use_cache=False)
SCHEMA = load_schema(PROJECT.schema)
PARTIALS = PartialEnvironment(PROJECT.partials, PROJECT.bytecode)


def load(name: str) -> Any:
    """Return a file of the tests' data."""
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))


BASE: dict[str, Any] = load("config_changes.yml")["base"]


def render(change: dict[str, Any] | None = None, base: dict[str, Any] = BASE) -> Rendering:
    """Render the base config with a change over it, as the environment 'prod'."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "prod.yml"
        text = yaml.safe_dump(merged(base, change or {}), sort_keys=False)
        path.write_text(text, encoding="utf-8")
        return render_config(PARTIALS, SCHEMA, path, "config/prod.yml")


@functools.cache
def base_rendering() -> Rendering:
    """Return the rendering of the base config, for tests that put something else in its place."""
    return render()


def with_template(rendering: Rendering, resources: dict[str, Any], **sections: Any) -> Rendering:
    """Return a rendering with these resources and sections as the whole of its template."""
    template = Template({"Resources": resources, **sections}, {})
    return rendering._replace(template=template)
