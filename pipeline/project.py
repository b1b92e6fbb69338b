"""The project's folder: where its parts are, and what lies outside it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from pipeline.user_cache import make_private, project_cache


class Project(NamedTuple):
    """The folder that holds the partials, the schema and the configs."""

    root: Path
    use_cache: bool = True

    @property
    def partials(self) -> Path:
        """The folder of partials."""
        return self.root / "partials"

    @property
    def schema(self) -> Path:
        """The schema of a config."""
        return self.root / "schema" / "config.schema.json"

    @property
    def lint_settings(self) -> Path:
        """cfn-lint's settings."""
        return self.root / ".cfnlintrc"

    @property
    def rules(self) -> Path:
        """The readiness rules, which cfn-lint runs beside its own."""
        return self.root / "rules"

    @property
    def cache(self) -> Path | None:
        """What may be deleted at any time, None if it should not be used or cannot be."""
        return project_cache(self.root) if self.use_cache else None

    @property
    def bytecode(self) -> Path | None:
        """Where Jinja keeps compiled partials, None if it should not."""
        folder = self.cache
        if folder is None or not make_private(folder / "jinja"):
            return None
        return folder / "jinja"

    def configs(self) -> list[Path]:
        """Return the configs of all environments: those without a leading underscore."""
        paths = sorted((self.root / "config").glob("*.yml"))
        return [path for path in paths if not path.name.startswith("_")]


def boundary(root: Path, path: Path) -> str:
    """Return the real folder that what is read for a file has to stay in.

    It is the project for what the project holds, the file's own folder for a file elsewhere.
    """
    return os.path.realpath(root if holds(root, path) else path.parent)


def holds(root: Path, path: Path | None) -> bool:
    """Whether a path, as it is written, is one of a project's."""
    return path is not None and _is_in(os.path.abspath(path), str(root))  # noqa: PTH100 (links stay)


def leads_out(folder: str, path: Path) -> bool:
    """Whether a path leads out of a real folder, by dots or by links."""
    return not _is_in(os.path.realpath(path), folder)


def _is_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
