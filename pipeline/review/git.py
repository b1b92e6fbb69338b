"""What a commit holds, by git's own command."""

from __future__ import annotations

import os
from pathlib import Path


class GitError(Exception):
    """What git says on standard error, or that it is not installed."""


def ask(folder: Path, *arguments: str) -> str:
    """Return what git prints in a folder; raises GitError."""
    import subprocess

    command = ["git", "-C", str(folder), *arguments]
    env = {**os.environ, "LC_ALL": "C"}  # for what it says where it fails
    try:
        done = subprocess.run(command, capture_output=True, check=False, env=env)
    except FileNotFoundError:
        raise GitError("git is not installed") from None
    if done.returncode:
        raise GitError(done.stderr.decode("utf-8", "replace").strip())
    return done.stdout.decode("utf-8", "replace")


def git(folder: Path, *arguments: str) -> str | None:
    """Return what git prints in a folder; None where it fails, or is not installed."""
    try:
        return ask(folder, *arguments)
    except GitError:
        return None


def commit_of(folder: Path, name: str) -> str | None:
    """Return the id of a commit, branch or tag; None where there is none of this name."""
    options = ("--verify", "--quiet", "--end-of-options")
    found = git(folder, "rev-parse", *options, f"{name}^{{commit}}")
    return found.strip() if found is not None else None


def show(commit: str, path: Path) -> str | None:
    """Return a file as it is in a commit, None where the commit does not have it."""
    return git(nearest(path), "show", f"{commit}:./{path.name}")


def nearest(path: Path) -> Path:
    """Return the folder of a file, this one where it does not exist."""
    return path.parent if path.parent.is_dir() else Path()


def is_clean(folder: Path) -> bool:
    """Whether all files of a folder are as they were committed; not where git fails."""
    return git(folder, "--no-optional-locks", "status", "--porcelain", "--", ".") == ""


def has_changed(folder: Path, commit: str) -> bool:
    """Whether a YAML file of the repository is another than in a commit; also where git fails."""
    yaml_files = (":(top)*.yml", ":(top)*.yaml")
    options = ("--quiet", "--no-ext-diff", "--no-textconv", "--end-of-options")
    return git(folder, "diff", *options, commit, "--", *yaml_files) is None
