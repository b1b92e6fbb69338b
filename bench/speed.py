"""How long a run takes, in CPU time relative to a reference; writes bench/speed.txt.

Exits with 1 if a ratio is above its limit.

The sides of each comparison run in turn, so that a busy machine slows both. A run counts as after
a change: what earlier runs found out about this config is forgotten first, while what is compiled
once and for all (Python's and Jinja's bytecode) stays.
"""

from __future__ import annotations

import os
import platform
import resource
import subprocess
import sys
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from pipeline.project import Project  # noqa: E402

PYTHON = sys.executable
ROUNDS = int(os.environ.get("ROUNDS", "11"))
COMMANDS = {
    "python -c pass": [PYTHON, "-c", "pass"],
    "--help": [PYTHON, "render.py", "--help"],
    "nothing changed": [PYTHON, "render.py"],
    "dev, no lint": [PYTHON, "render.py", "--no-lint", "config/dev.yml"],
    "prod, no lint": [PYTHON, "render.py", "--no-lint", "config/prod.yml"],
    "impact": [PYTHON, "render.py", "--impact", "config/prod.yml"],
    "one": [PYTHON, "render.py", "config/prod.yml"],
    "three": [PYTHON, "render.py", *(f"config/{name}.yml" for name in ("dev", "staging", "prod"))],
    "cfn-lint": [str(Path(PYTHON).with_name("cfn-lint")), "output/prod.yml"],
}
CACHED = ("nothing changed",)
RATIOS = (
    ("--help", "python -c pass", None),
    ("nothing changed", "python -c pass", None),
    ("dev, no lint", "python -c pass", 18.0),
    ("prod, no lint", "python -c pass", 18.0),
    ("impact", "prod, no lint", 1.3),
    ("one", "cfn-lint", 0.85),
    ("three", "one", 1.6),
)


def cpu_seconds(command: list[str]) -> float:
    """Run a command in the project; return the CPU time of it and its children in seconds."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def forget() -> None:
    """Delete what earlier runs found out about the configs."""
    if folder := Project(ROOT).cache:
        (folder / "manifest.json").unlink(missing_ok=True)


def measure() -> dict[str, float]:
    """Return the median CPU time of each command in milliseconds."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    cpu_seconds(COMMANDS["three"])
    for _ in range(ROUNDS):
        for name, command in COMMANDS.items():
            if name in CACHED:
                cpu_seconds(command)
            else:
                forget()
            times[name].append(cpu_seconds(command))
    return {name: median(values) * 1000 for name, values in times.items()}


def table(times: dict[str, float]) -> str:
    """Return the figures and ratios as the text that is kept."""
    lines = [f"Python {platform.python_version()}, {ROUNDS} rounds, medians of CPU time", ""]
    lines += [f"{name:<16} {value:8.0f} ms" for name, value in times.items()]
    lines.append("")
    for name, other, limit in RATIOS:
        goal = f"  (at most {limit})" if limit else ""
        lines.append(f"{name} / {other}: {times[name] / times[other]:.2f}{goal}")
    return "\n".join(lines) + "\n"


def above(times: dict[str, float]) -> list[str]:
    """Return the ratios that are above their limits."""
    return [
        f"{name} / {other}"
        for name, other, limit in RATIOS
        if limit and times[name] / times[other] > limit
    ]


if __name__ == "__main__":
    measured = measure()
    report = table(measured)
    (ROOT / "bench" / "speed.txt").write_text(report, encoding="utf-8")
    print(report, end="")
    if slow := above(measured):
        sys.exit(f"above the limit: {', '.join(slow)}")
