"""How long a run takes, in CPU time relative to a reference; writes bench/speed.txt.

Exits with 1 if a ratio is above its limit.

The sides of each comparison run in turn, so that a busy machine slows both. A run counts as after
a change of the config: what earlier runs found out about configs and templates is forgotten first,
while what is known of other files (digests, Python's and Jinja's bytecode) stays.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.measure import BARE, CFN_LINT, PYTHON, ROOT, Ratio, conclude, cpu_seconds, forget
from pipeline.project import Project

ROUNDS = int(os.environ.get("ROUNDS", "11"))
COMMANDS = {
    BARE: [PYTHON, "-c", "pass"],
    "--help": [PYTHON, "render.py", "--help"],
    "nothing changed": [PYTHON, "render.py"],
    "dev, no lint": [PYTHON, "render.py", "--no-lint", "config/dev.yml"],
    "prod, no lint": [PYTHON, "render.py", "--no-lint", "config/prod.yml"],
    "impact": [PYTHON, "render.py", "--impact", "config/prod.yml"],
    "one": [PYTHON, "render.py", "config/prod.yml"],
    "three": [PYTHON, "render.py", *(f"config/{name}.yml" for name in ("dev", "staging", "prod"))],
    "cfn-lint": [CFN_LINT, "output/prod.yml"],
    "libraries": [
        PYTHON,
        "-c",
        "import gc; gc.disable(); import cfn_flip, jinja2, yaml",
    ],
}
CACHED = ("nothing changed",)
RATIOS = (
    Ratio("--help", BARE, None),
    Ratio("nothing changed", BARE, None),
    Ratio("libraries", BARE, None),
    Ratio("dev, no lint", BARE, 14.0),
    Ratio("prod, no lint", BARE, 14.0),
    Ratio("prod, no lint", "libraries", 2.5),
    Ratio("impact", "prod, no lint", 1.2),
    Ratio("one", "cfn-lint", 0.8),
    Ratio("three", "one", 1.75),
)


def measure() -> dict[str, float]:
    """Return the median CPU time of each command in seconds."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    cpu_seconds(COMMANDS["three"])
    for _ in range(ROUNDS):
        for name, command in COMMANDS.items():
            if name in CACHED:
                cpu_seconds(command)
            else:
                forget(Project(ROOT).cache or ROOT)
            times[name].append(cpu_seconds(command))
    return {name: median(values) for name, values in times.items()}


if __name__ == "__main__":
    method = f"{ROUNDS} rounds, medians of CPU time"
    conclude(ROOT / "bench" / "speed.txt", method, measure(), RATIOS)
