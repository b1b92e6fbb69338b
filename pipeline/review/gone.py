"""Outputs that a commit has and the folder no longer: their stacks go on running."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath

from pipeline.diagnostic import Diagnostic, Location
from pipeline.project import OUTPUTS, command, shown
from pipeline.review.git import git

_PATHS = (f":(glob){OUTPUTS}/*.yml", f":(glob)*/{OUTPUTS}/*.yml")
_RUNNING = "see 'an environment less' in docs/operations.md"


def gone(root: Path, commit: str, new: Sequence[str]) -> list[Diagnostic]:
    """Return information on each output of the project at `root` that is gone since a commit.

    `new` are the configs whose outputs the commit does not have: the stack may be theirs now.
    """
    options = ("--name-only", "-z", "--relative", "--no-renames", "--diff-filter=D")
    found = git(root, "diff", *options, "--end-of-options", commit, "--", *_PATHS) or ""
    names = [name for name in found.split("\0") if name]
    prefix = (git(root, "rev-parse", "--show-prefix") or "").strip() if names else ""
    start = f"{command(root)} --impact --against {commit}:{prefix}"
    return [
        Diagnostic(
            Location(str(shown(root / name))),
            f"gone since {commit}; its stack goes on running",
            f"if it is the stack of {config} now: {start}{name} {config}" if config else _RUNNING,
            "info",
        )
        for name, config in _heirs(names, new)
    ]


def _heirs(names: list[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each output with the config that may have its stack: of its name, else the only one."""
    stems = {_stem(name) for name in names}
    others = [each for each in new if _stem(each) not in stems]
    for name in names:
        alike = [each for each in new if _stem(each) == _stem(name)] or others
        yield name, alike[0] if len(alike) == 1 else ""


def _stem(name: str) -> str:
    return PurePath(name).stem
