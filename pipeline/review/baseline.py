"""What a rendering is compared with: the committed template, a file, or a commit's."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from pipeline.diagnostic import Diagnostic, InvalidInput, Location
from pipeline.regular_files import read_output
from pipeline.review.git import commit_of, nearest, show
from pipeline.review.git_failures import unknown_commit
from pipeline.template.normalise import parse_template

_EMPTY: dict[str, Any] = {}


def read_baseline(output: Path, against: str | None) -> tuple[str, dict[str, Any]]:
    """Return a baseline's name and its data; an output that does not exist yet has no resources.

    `against` is a file, else a commit in which the output is looked up. Raises InvalidInput.
    """
    if against is None:
        text = read_output(output)
        name = str(output) if text is not None else f"nothing ({output} does not exist)"
        return name, _parse(text, str(output))
    if os.path.isfile(against):  # noqa: PTH113 (Path.is_file raises for a name that is too long)
        return against, _parse(read_output(Path(against)), against)
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


def _show(commit: str, output: Path) -> str | None:
    """Return the output as it is in a commit, None where the commit does not have it."""
    folder = nearest(output)
    exact = commit_of(folder, commit)
    if exact is None:
        why, hint = unknown_commit(folder)
        message = f"--against {commit}: {why}"
        raise InvalidInput([Diagnostic(Location(str(output)), message, hint)])
    return show(exact, output)
