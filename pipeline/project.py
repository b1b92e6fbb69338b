"""The project's folder: where its parts are."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


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
    def cache(self) -> Path:
        """What may be deleted at any time."""
        return self.root / ".cache"

    @property
    def bytecode(self) -> Path | None:
        """Where Jinja keeps compiled partials, None if it should not."""
        if not self.use_cache:
            return None
        folder = self.cache / "jinja"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            return None
        return folder

    def configs(self) -> list[Path]:
        """Return the configs of all environments: those without a leading underscore."""
        paths = sorted((self.root / "config").glob("*.yml"))
        return [path for path in paths if not path.name.startswith("_")]
