"""Prove that the tests pass in a clone that holds another application: config, partial, overrides.

    python -m tests.own_application [ARGUMENTS OF PYTEST]

runs, in such a clone, the commands of tox's environments that a team runs for every change.
"""

from __future__ import annotations

import configparser
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OWN = Path(__file__).parent
ENVIRONMENTS = ("testenv:style", "testenv:types", "testenv:templates", "testenv:editor", "testenv")


def make(clone: Path) -> None:
    """Write the clone: what Git knows of this project, with the other application in it."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    for name in filter(None, listed.stdout.decode().split("\0")):
        if name.split("/")[0] not in ("config", "output") and (ROOT / name).exists():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, clone / name)
    shutil.copytree(OWN / "config", clone / "config")
    shutil.copytree(OWN / "partials", clone / "partials", dirs_exist_ok=True)
    for command in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *command], cwd=clone, check=True)


def commands(arguments: list[str]) -> Iterator[list[str]]:
    """Yield the commands of tox's environments, and before them the one that renders."""
    yield ["python", "render.py"]
    tox = configparser.ConfigParser(interpolation=None)
    tox.read(ROOT / "tox.ini", encoding="utf-8")
    for name in ENVIRONMENTS:
        for line in tox[name]["commands"].strip().splitlines():
            yield shlex.split(line.replace("{posargs}", shlex.join(arguments)))


def _expanded(argument: str, clone: Path) -> list[str]:
    """Return the files that a pattern such as output/*.yml names, as tox does; else itself."""
    if "*" not in argument:
        return [argument]
    return sorted(str(path.relative_to(clone)) for path in clone.glob(argument))


def main(arguments: list[str]) -> int:
    """Run all; return 1 if one of them fails."""
    failed = []
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "clone"
        clone.mkdir()
        make(clone)
        for command in commands(arguments):
            print(f"$ {shlex.join(command)}", flush=True)
            found = [name for each in command for name in _expanded(each, clone)]
            done = subprocess.run(found, cwd=clone, env={**os.environ, "PATH": path}, check=False)
            if done.returncode:
                failed.append(shlex.join(command))
    print(
        "failed: " + "; ".join(failed) if failed else "all passed in a clone of another application"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
