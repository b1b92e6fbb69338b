"""How long a hundred environments take, relative to a reference; writes bench/hundred.txt.

Exits with 1 if a ratio is above its limit. Needs two idle cores and about two minutes: what forks
save is the wall time in terms of the CPU time, which is what one core would need.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.measure import BARE, CFN_LINT, PYTHON, ROOT, Ratio, conclude, cpu_seconds

ENVIRONMENTS = range(100, 200)  # each has its number for a setting
PARTS = ("pipeline", "partials", "schema", "rules", "render.py", ".cfnlintrc", "requirements.txt")
CHANGED, CHANGED_WALL, NO_LINT = "100 changed", "100 changed, wall", "100 changed, no lint"
NOTHING, LINTER = "nothing changed", "cfn-lint on 100 files"
RATIOS = (
    Ratio(NOTHING, BARE, 4.0),
    Ratio(NO_LINT, BARE, 350.0),
    Ratio(CHANGED_WALL, CHANGED, 0.6),
    Ratio(CHANGED, LINTER, 1.05),
)


def make_project(folder: Path) -> None:
    """Make a project of a hundred environments that differ in a setting from prod."""
    for part in PARTS:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, folder / part)
    (folder / "config").mkdir()
    shutil.copy(ROOT / "config" / "_shared.yml", folder / "config")
    shutil.copy(ROOT / "config" / "prod.yml", folder / "config" / "_prod.yml")
    for number in ENVIRONMENTS:
        text = f"extends: _prod.yml\nfleet:\n  warmup: {number}\n"
        (folder / "config" / f"env-{number}.yml").write_text(text, encoding="utf-8")


def measure(folder: Path) -> dict[str, float]:
    """Return the time of each run in seconds: CPU time, if it does not say otherwise."""
    project, render = folder / "project", [PYTHON, "render.py"]

    def seconds(command: list[str], cache: str) -> float:
        return cpu_seconds(command, project, {"XDG_CACHE_HOME": str(folder / cache)})

    project.mkdir()
    make_project(project)
    seconds([*render, "--no-lint"], "first")  # writes the outputs and Python's bytecode
    times = {NO_LINT: seconds([*render, "--no-lint"], "second")}
    started = time.monotonic()
    times[CHANGED] = seconds(render, "third")
    times[CHANGED_WALL] = time.monotonic() - started
    unchanged = [
        (seconds([PYTHON, "-c", "pass"], "third"), seconds(render, "third")) for _ in range(11)
    ]
    times[BARE], times[NOTHING] = map(median, zip(*unchanged, strict=True))
    outputs = [f"output/env-{number}.yml" for number in ENVIRONMENTS]
    times[LINTER] = seconds([CFN_LINT, *outputs], "third")
    return times


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        conclude(ROOT / "bench" / "hundred.txt", "CPU time", measure(Path(temporary)), RATIOS)
