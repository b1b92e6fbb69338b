"""The config that a baseline was rendered from, as it is in the baseline's commit."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

from pipeline.config.extends import MAX_LAYERS, Config
from pipeline.config.load import load_config
from pipeline.config.schema import Schema
from pipeline.diagnostic import InvalidInput
from pipeline.regular_files import read_output
from pipeline.review.git import commit_of, git, show

_EXTENDS = re.compile(r"^extends:\s*[\"']?([^\"'#\n]+?)[\"']?\s*(?:#.*)?$", re.MULTILINE)


def baseline_config(
    config: Path, name: str, output: Path, against: str | None, schema: Schema
) -> Config | None:
    """Return the config behind a baseline; None where it is not known or not valid today.

    The output of today is that of the last commit unless it was rendered again since.
    """
    if against is not None and os.path.isfile(against):  # noqa: PTH113 (see baseline.py)
        return None
    commit = commit_of(config.parent, against or "HEAD")
    if commit is None or (against is None and show(commit, output) != read_output(output)):
        return None
    prefix = git(config.parent, "rev-parse", "--show-prefix")
    if prefix is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = _copy(commit, config.parent, os.path.join(prefix.strip(), config.name), folder)
        try:
            return load_config(schema, path, name)
        except InvalidInput:
            return None


def _copy(commit: str, repository: Path, name: str, folder: str) -> Path:
    """Write a file of a commit, and those that it extends, to a folder; return the first."""
    first = Path(folder, name)
    for _ in range(MAX_LAYERS):
        text = git(repository, "show", f"{commit}:{name}")
        if text is None:
            break
        path = Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        base = _EXTENDS.search(text)
        name = os.path.normpath(os.path.join(os.path.dirname(name), base[1])) if base else ""
        if not base or Path(name).is_absolute() or name.startswith(".."):
            break
    return first
