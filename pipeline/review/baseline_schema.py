"""The schema as it was in a commit: an upgrade of the project may change a default, or a name."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path
from typing import Any

from pipeline.config.schema import Schema
from pipeline.config.schema_files import load_schema
from pipeline.diagnostic import InvalidInput
from pipeline.review.git import git


@functools.cache  # the same for all environments of a run
def baseline_schema(path: Path, commit: str) -> Schema | None:
    """Return the schema of a commit; None where it is today's, or is not in the commit."""
    if git(path.parent, "diff", "--quiet", commit, "--", ".") is not None:
        return None
    names = git(path.parent, "ls-tree", "--name-only", commit, "./") or ""
    with tempfile.TemporaryDirectory() as folder:
        for name in names.splitlines():
            text = git(path.parent, "show", f"{commit}:./{name}")
            if name.endswith(".schema.json") and text is not None:
                Path(folder, name).write_text(text, encoding="utf-8")
        try:
            return load_schema(Path(folder, path.name))
        except InvalidInput:
            return None


def with_new_settings(settings: Any, defaults: Any) -> Any:
    """Return settings with those that the schema did not have yet, at their defaults."""
    if not isinstance(settings, dict) or not isinstance(defaults, dict):
        return settings
    new = {key: value for key, value in defaults.items() if key not in settings}
    known = {
        key: with_new_settings(value, defaults.get(key, value)) for key, value in settings.items()
    }
    return {**known, **new}
