"""What this project ships, apart from the partials and configs of the team that it belongs to.

Tests and generated pages are about that, and hold for any team's `partials/` and `config/`.
"""

from __future__ import annotations

import functools
import shutil
import tempfile
from pathlib import Path

from pipeline.project import Project

ROOT = Path(__file__).resolve().parents[1]
# A partial that is not here is a team's own.
PARTIALS = {
    "_alarm", "_forward", "_group", "_init_application", "_init_logging", "_proxy",
    "_update_policy", "_volumes", "access", "access_logs", "alarms", "alarms_composite",
    "alarms_fleet", "alarms_slo", "alb", "alerts", "clients", "dashboard", "dns", "encryption",
    "endpoints", "existing", "fleet", "flow_logs", "instance", "instance_parameters", "listeners",
    "logs", "network", "network_subnets", "role", "rules", "scaling", "scaling_metrics", "stack",
    "targets", "waf",
}  # fmt: skip


@functools.cache
def shipped(configs: Path | None = None) -> Project:
    """Return a project of what is shipped, with these configs; it is deleted with this process."""
    folder = Path(_temporary().name) / str(configs or "none").replace("/", "_")
    shutil.copytree(ROOT / "partials", folder / "partials")
    for path in (folder / "partials").glob("*.j2"):
        if path.name.split(".")[0] not in PARTIALS:
            path.unlink()
    shutil.copytree(ROOT / "schema", folder / "schema")
    shutil.copy(ROOT / ".cfnlintrc", folder / ".cfnlintrc")
    (folder / "rules").symlink_to(ROOT / "rules")
    if configs:
        shutil.copytree(configs, folder / "config")
    return Project(folder, use_cache=False)


@functools.cache
def _temporary() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="shipped-")
