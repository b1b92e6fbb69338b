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

from bench.measure import BARE, CFN_LINT, PYTHON, ROOT, Ratio, conclude, cpu_seconds, forget

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
    """Return the time of each run in seconds: CPU time, if it does not say otherwise.

    As in `speed.py`, a run counts as after a change of the configs.
    """
    project, render = folder / "project", [PYTHON, "render.py"]

    def seconds(command: list[str]) -> float:
        return cpu_seconds(command, project, {"XDG_CACHE_HOME": str(folder / "cache")})

    def changed(*options: str) -> float:
        [manifest] = (folder / "cache").glob("*/*/manifest.json")
        forget(manifest.parent)
        return seconds([*render, *options])

    project.mkdir()
    make_project(project)
    seconds([*render, "--no-lint"])  # writes the outputs, and Python's and Jinja's bytecode
    bare = [PYTHON, "-c", "pass"]
    no_lint = [(seconds(bare), changed("--no-lint"), seconds(bare)) for _ in range(5)]
    started = time.monotonic()
    times = {NO_LINT: median(each[1] for each in no_lint), CHANGED: changed()}
    times[CHANGED_WALL] = time.monotonic() - started
    unchanged = [(seconds(bare), seconds(render)) for _ in range(11)]
    times[NOTHING] = median(each[1] for each in unchanged)
    bares = [each[0] for each in (*no_lint, *unchanged)] + [each[2] for each in no_lint]
    times[BARE] = median(bares)
    outputs = [f"output/env-{number}.yml" for number in ENVIRONMENTS]
    times[LINTER] = seconds([CFN_LINT, *outputs])
    return times


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        conclude(ROOT / "bench" / "hundred.txt", "CPU time", measure(Path(temporary)), RATIOS)
