"""What this project ships, apart from the partials and configs of the team that it belongs to.

Tests and generated pages are about that, and hold for any team's `partials/` and `config/`.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pipeline.cache_folder import project_cache
from pipeline.project import Project

ROOT = Path(__file__).resolve().parents[1]
# A partial that is not here is a team's own.
PARTIALS = {
    "_alarm", "_application_rights", "_export", "_forward", "_group", "_init_application",
    "_init_logging", "_proxy", "_update_policy", "_volumes", "access", "access_logs", "alarms",
    "alarms_composite", "alarms_fleet", "alarms_queries", "alarms_slo", "alb", "alerts",
    "alerts_chat", "alerts_mute", "clients", "dashboard", "dns", "encryption", "endpoints",
    "existing", "fleet", "flow_logs", "instance", "instance_parameters", "listeners", "logs",
    "messages", "network", "network_subnets", "role", "rules", "scaling", "scaling_metrics",
    "stack", "targets", "waf",
}  # fmt: skip


def shipped(configs: Path | None = None, more_partials: Path | None = None) -> Project:
    """Return a project of what is shipped, with these configs, and partials as a team adds them.

    It lies in the user's cache folder, by its content: a run that is killed leaves nothing.
    """
    files = dict(_files(configs))
    for path in sorted(more_partials.iterdir()) if more_partials else ():
        files[f"partials/{path.name}"] = path.read_bytes()
    digest = hashlib.sha256()
    for name, data in files.items():
        digest.update(f"{name} {len(data)} ".encode() + data)
    parent = project_cache(ROOT) or Path(tempfile.gettempdir())
    folder = parent / f"shipped-{digest.hexdigest()[:16]}"
    if not folder.is_dir():
        _write(folder, files)
    return Project(folder, use_cache=False)


def _files(configs: Path | None) -> Iterator[tuple[str, bytes]]:
    """Yield each file of the project by its name in it, with what it holds."""
    yield ".cfnlintrc", (ROOT / ".cfnlintrc").read_bytes()
    folders = {"partials": ROOT / "partials", "schema": ROOT / "schema"}
    for name, folder in {**folders, **({"config": configs} if configs else {})}.items():
        for path in sorted(each for each in folder.rglob("*.*") if each.is_file()):
            own = path.parent == ROOT / "partials" and path.name.split(".")[0] not in PARTIALS
            if not own and "__pycache__" not in path.parts:
                yield f"{name}/{path.relative_to(folder)}", path.read_bytes()


def _write(folder: Path, files: dict[str, bytes]) -> None:
    """Write the project in one step: several runs may want it at once."""
    new = Path(tempfile.mkdtemp(dir=folder.parent))
    for name, data in files.items():
        (new / name).parent.mkdir(parents=True, exist_ok=True)
        (new / name).write_bytes(data)
    (new / "rules").symlink_to(ROOT / "rules")
    try:
        new.rename(folder)
    except OSError:  # another run was first
        shutil.rmtree(new)
