"""The config that a baseline was rendered from, as it is in the baseline's commit."""

from __future__ import annotations

import os
import posixpath  # for names in a commit, which have slashes on every system
import tempfile
from pathlib import Path

import yaml

from pipeline.config.extends import MAX_LAYERS, Config
from pipeline.config.load import load_config
from pipeline.config.schema import Schema, fill_defaults
from pipeline.diagnostic import InvalidInput
from pipeline.regular_files import read_output
from pipeline.review.baseline_schema import baseline_schema, with_new_settings
from pipeline.review.git import commit_of, git, show
from pipeline.yaml_source.events import compose


def baseline_config(
    config: Path, name: str, output: Path, against: str | None, schema_path: Path, schema: Schema
) -> Config | None:
    """Return the config behind a baseline, with the defaults of then; None where it is not known.

    The output of today is that of the last commit unless it was rendered again since. `schema` is
    that of today, from `schema_path`.
    """
    if against is not None and os.path.isfile(against):  # noqa: PTH113 (see baseline.py)
        return None
    commit = commit_of(config.parent, against or "HEAD")
    if commit is None or (against is None and show(commit, output) != read_output(output)):
        return None
    prefix = git(config.parent, "rev-parse", "--show-prefix") or ""
    with tempfile.TemporaryDirectory() as folder:
        try:
            path = _copy(commit, config.parent, posixpath.join(prefix.strip(), config.name), folder)
            earlier = baseline_schema(schema_path, commit)
            found = load_config(earlier or schema, path, name)
        except InvalidInput:
            return None
    if earlier:
        found.settings = with_new_settings(found.settings, fill_defaults(schema, {}))
    return found


def _copy(commit: str, repository: Path, name: str, folder: str) -> Path:
    """Write a file of a commit, and those that it extends, to a folder; return the first.

    Raises InvalidInput for what is not YAML.
    """
    first = Path(folder, name)
    for _ in range(MAX_LAYERS):
        text = git(repository, "show", f"{commit}:{name}")
        if text is None:
            break
        path = Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        base = _base(text, name)
        name = posixpath.normpath(posixpath.join(posixpath.dirname(name), base))
        if not base or Path(name).is_absolute() or name.startswith(".."):
            break
    return first


def _base(text: str, name: str) -> str:
    """Return what a config extends, empty where it extends nothing."""
    node = compose(text, name)
    entries = node.value if isinstance(node, yaml.MappingNode) else []
    return next((str(value.value) for key, value in entries if key.value == "extends"), "")
