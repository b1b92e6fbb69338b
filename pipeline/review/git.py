"""What a commit holds, by git's own command."""

from __future__ import annotations

from pathlib import Path


def git(folder: Path, *arguments: str) -> str | None:
    """Return what git prints in a folder; None where it fails, or is not installed."""
    import subprocess

    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments], capture_output=True, check=False
        )
    except FileNotFoundError:
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def commit_of(folder: Path, name: str) -> str | None:
    """Return the id of a commit, branch or tag; None where there is none of this name."""
    options = ("--verify", "--quiet", "--end-of-options")
    found = git(folder, "rev-parse", *options, f"{name}^{{commit}}")
    return found.strip() if found is not None else None


def show(commit: str, path: Path) -> str | None:
    """Return a file as it is in a commit, None where the commit does not have it."""
    folder = path.parent if path.parent.is_dir() else Path()
    return git(folder, "show", f"{commit}:./{path.name}")


def has_changed(folder: Path, commit: str) -> bool:
    """Whether a YAML file of the repository is another than in a commit; also where git fails."""
    yaml_files = (":(top)*.yml", ":(top)*.yaml")
    options = ("--quiet", "--no-ext-diff", "--no-textconv", "--end-of-options")
    return git(folder, "diff", *options, commit, "--", *yaml_files) is None
