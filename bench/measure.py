"""What the benchmarks share: CPU time of a command, and a table of ratios with their limits."""

from __future__ import annotations

import json
import os
import platform
import resource
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
PYTHON = sys.executable
CFN_LINT = str(Path(PYTHON).with_name("cfn-lint"))
BARE = "python -c pass"


class Ratio(NamedTuple):
    """One time in terms of another, and what it may be at most."""

    name: str
    other: str
    limit: float | None

    @property
    def words(self) -> str:
        """The limit as it is shown behind the figure."""
        return f"  (at most {self.limit})" if self.limit else ""


def cpu_seconds(
    command: list[str], folder: Path = ROOT, variables: dict[str, str] | None = None
) -> float:
    """Run a command in a folder; return the CPU time of it and its children in seconds."""
    environment = {**os.environ, **(variables or {}), "PYTHONDONTWRITEBYTECODE": ""}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def forget(cache: Path) -> None:
    """Delete what earlier runs found out about configs and templates."""
    manifest = cache / "manifest.json"
    if manifest.exists():
        known = json.loads(manifest.read_text(encoding="utf-8"))
        manifest.write_text(json.dumps({**known, "outputs": {}, "clean": []}), encoding="utf-8")


def conclude(file: Path, method: str, times: dict[str, float], ratios: tuple[Ratio, ...]) -> None:
    """Write and print the table; exits with 1 if a ratio is above its limit."""
    lines = [f"Python {platform.python_version()}, {method}", ""]
    lines += [f"{name:<24} {value * 1000:8.0f} ms" for name, value in times.items()]
    lines.append("")
    above = []
    for ratio in ratios:
        value = times[ratio.name] / times[ratio.other]
        lines.append(f"{ratio.name} / {ratio.other}: {value:.2f}{ratio.words}")
        if ratio.limit and value > ratio.limit:
            above.append(f"{ratio.name} / {ratio.other}")
    report = "\n".join(lines) + "\n"
    file.write_text(report, encoding="utf-8")
    print(report, end="")
    if above:
        sys.exit(f"above the limit: {', '.join(above)}")
