"""Whether the output that an impact compares with is the one that was committed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipeline.diagnostic import Diagnostic, Location
from pipeline.regular_files import read_output
from pipeline.review.git import commit_of, is_clean, nearest, show
from pipeline.review.git_failures import failure


def uncommitted(outputs: Iterable[Path]) -> list[Diagnostic]:
    """Return information on outputs that are other ones than at HEAD, or that Git does not answer.

    A rendering that has been written is the output: compared with it nothing changes.
    """
    found = []
    clean: dict[Path, bool] = {}
    for output in outputs:
        folder = nearest(output)
        if folder not in clean:
            clean[folder] = is_clean(folder)
        if clean[folder]:
            continue
        if commit_of(folder, "HEAD") is None:
            if why := failure(folder):
                message = f"what was committed is not known: {why[0]}"
                return [Diagnostic(Location(str(output)), message, why[1], "info")]
            continue
        text = read_output(output)
        if text is not None and show("HEAD", output) != text:
            message = "compared with the file, which is not the one that was committed"
            hint = "compare with the commit: --against HEAD"
            found.append(Diagnostic(Location(str(output)), message, hint, "info"))
    return found
