"""Why git does not know a commit, and what to do about it."""

from __future__ import annotations

from pathlib import Path

from pipeline.review.git import GitError, ask

_NAME_A_FILE = "name a template's file, or a commit, branch or tag of this repository"
_FETCH = 'git fetch --unshallow; in CI fetch-depth: 0 of actions/checkout, GIT_DEPTH: "0" of GitLab'
_TRUST = "git config --global --add safe.directory "


def unknown_commit(folder: Path) -> tuple[str, str]:
    """Return why a name is no commit in a folder, and a hint."""
    try:
        is_shallow = ask(folder, "rev-parse", "--is-shallow-repository").strip() == "true"
    except GitError as error:
        message, hint = _failure(str(error))
        return f"no file, and {message}", hint
    if is_shallow:
        return "neither a file nor a commit of this clone, which is shallow", _FETCH
    return "neither a file nor a commit", _NAME_A_FILE


def failure(folder: Path) -> tuple[str, str] | None:
    """Return why git does not answer in a folder, and a hint; None where it does.

    Also None where there is no repository to ask about.
    """
    try:
        ask(folder, "rev-parse", "--git-dir")
    except GitError as error:
        around = (folder.absolute(), *folder.absolute().parents)
        is_repository = any((each / ".git").exists() for each in around)
        return _failure(str(error)) if is_repository else None
    return None


def _failure(said: str) -> tuple[str, str]:
    """Return what git says, in one line, and a hint.

    https://git-scm.com/docs/git-config#Documentation/git-config.txt-safedirectory
    """
    first = said.partition("\n")[0].removeprefix("fatal: ")
    if "not a git repository" in first:
        return "there is no Git repository here", "name a template's file"
    commands = (line.strip() for line in said.splitlines())
    if trust := next((line for line in commands if line.startswith(_TRUST)), ""):
        return f"git says: {first}", f"{trust} (the files are another user's)"
    if first == "git is not installed":
        return first, "install git, or name a template's file"
    return f"git says: {first}", _NAME_A_FILE
