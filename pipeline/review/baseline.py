"""What a rendering is compared with: the committed template, a file, or a commit's."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from pipeline.diagnostic import Diagnostic, InvalidInput, Location
from pipeline.regular_files import read_output
from pipeline.review.git import commit_of, git, nearest, show
from pipeline.review.git_failures import unknown_commit
from pipeline.template.normalise import parse_template

_EMPTY: dict[str, Any] = {}


def read_baseline(output: Path, against: str | None) -> tuple[str, dict[str, Any]]:
    """Return a baseline's name and its data; an output that does not exist yet has no resources.

    `against` is a file, COMMIT:PATH, or a commit in which the output is looked up. Raises
    InvalidInput.
    """
    if against is None:
        text = read_output(output)
        name = str(output) if text is not None else f"nothing ({output} does not exist)"
        return name, _parse(text, str(output))
    if os.path.isfile(against):  # noqa: PTH113 (Path.is_file raises for a name that is too long)
        return against, _parse(read_output(Path(against)), against)
    if ":" in against:  # as Git names a file of a commit
        return against, _parse(_blob(against, output), against)
    text = _show(against, output)
    name = f"{output} at {against}"
    return (name if text is not None else f"nothing ({name} does not exist)"), _parse(text, name)


def _parse(text: str | None, name: str) -> dict[str, Any]:
    if text is None:
        return _EMPTY
    data = parse_template(text, name)
    if not isinstance(data.get("Resources", {}), dict):
        raise InvalidInput([Diagnostic(Location(name), "not a CloudFormation template")])
    return data


def _blob(name: str, output: Path) -> str:
    """Return a file of a commit, by Git's name for it, which is from the repository's folder."""
    folder = nearest(output)
    options = ("--verify", "--quiet", "--end-of-options")
    found = git(folder, "rev-parse", *options, name)
    text = git(folder, "cat-file", "blob", found.strip()) if found else None
    if text is None:
        raise _unknown(name, output)
    return text


def _show(commit: str, output: Path) -> str | None:
    """Return the output as it is in a commit, None where the commit does not have it."""
    exact = commit_of(nearest(output), commit)
    if exact is None:
        raise _unknown(commit, output)
    return show(exact, output)


def _unknown(name: str, output: Path) -> InvalidInput:
    why, hint = unknown_commit(nearest(output))
    return InvalidInput([Diagnostic(Location(str(output)), f"--against {name}: {why}", hint)])
