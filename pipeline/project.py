"""The project's folder: where its parts are, and what lies outside it."""

import os
from pathlib import Path
from typing import NamedTuple

from pipeline.cache_folder import make_private, project_cache
from pipeline.regular_files import names_in

CONFIGS = "config"
OUTPUTS = "output"
SUFFIXES = (".yml", ".yaml")


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

    def lint_sources(self) -> list[Path]:
        """Return what decides a verdict of cfn-lint: its settings, the rules, what they name.

        Every value of the settings that is a path counts: parsing YAML would cost each run.
        """
        try:
            lines = self.lint_settings.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            lines = []
        values = (each.partition(" #")[0].rpartition(": ")[-1].strip(" -[]") for each in lines)
        names = {word.strip(" \"'") for value in values for word in value.split(",")} - {""}
        named = (self.root / os.path.expanduser(each) for each in sorted(names))  # noqa: PTH111
        return [self.lint_settings, self.rules, *(each for each in named if each.exists())]

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

    def applications(self) -> list[Path]:
        """Return the folders that can be an application's: this one, then those directly in it.

        An application's configs are in `config/`, and render into `output/` beside that.
        """
        with os.scandir(self.root) as entries:
            names = sorted(each.name for each in entries if self._may_hold(each))
        return [self.root, *(self.root / name for name in names)]

    def _may_hold(self, entry: os.DirEntry[str]) -> bool:
        if entry.name.startswith(".") or not entry.is_dir():
            return False
        return not entry.is_symlink() or not leads_out(os.path.realpath(self.root), Path(entry))

    def configs(self) -> list[Path]:
        """Return the configs of all environments of all applications."""
        return [path for each in self.applications() for path in environments_in(each / CONFIGS)]


def environments_in(folder: Path) -> list[Path]:
    """Return the configs of a folder, without those that are there for others to extend."""
    found = [folder / name for name in names_in(folder, *SUFFIXES)]
    return [path for path in found if not is_shared(path)]


def is_shared(config: Path) -> bool:
    """Whether a config is there for others to extend, and is no environment itself."""
    return config.name.startswith("_")


def shown(path: str | Path) -> Path:
    """Return a path as a person in this folder would write it."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # Windows: a path on another drive
        return Path(path)
    return Path(path if relative.startswith("..") else relative)


def command(root: Path) -> str:
    """Return how this program is started from this folder, for a shell."""
    import shlex

    program = root / "render.py"
    inside = holds(root, Path.cwd())
    return f"python {shlex.quote(os.path.relpath(program) if inside else str(shown(program)))}"


def outputs_of(root: Path, config: Path) -> Path:
    """Return the folder that a config renders into: the one beside its folder `config`.

    A config that lies in no such folder renders into the project's own.
    """
    path = Path(os.path.abspath(config))  # noqa: PTH100 (links stay)
    around = list(path.parents)
    inside = around[: around.index(root)] if root in around else around[:1]
    return next((each.parent for each in inside if each.name == CONFIGS), root) / OUTPUTS


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
