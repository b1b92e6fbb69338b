"""What the command line asks for."""

from __future__ import annotations

import argparse


class Options(argparse.Namespace):
    """What the command line asks for: an option, or an argument, is an attribute."""

    files: list[str]
    output: str | None
    check: bool
    diff: bool
    stdout: bool
    lint: bool
    cache: bool
    strict: bool
    format: str
    explain: str | None
    impact: bool
    against: str | None
    fail_on: list[str]
    compare: bool
    permissions: bool
    why: str | None
    init: str | None
    watch: bool

    @property
    def reviews(self) -> bool:
        """Whether a review is asked for, and nothing is written."""
        return self.impact or self.compare or self.permissions or self.why is not None

    @property
    def prints(self) -> bool:
        """Whether the template goes to standard output instead of a file."""
        return self.stdout or "-" in self.files

    @property
    def takes_one(self) -> bool:
        """Whether each file that is named is asked about by its own name."""
        return (
            self.prints
            or self.explain is not None
            or self.compare
            or self.permissions
            or (self.why is not None)
        )

    @property
    def compares(self) -> bool:
        """Whether the outputs are compared with what would be written, and nothing is written."""
        return self.check or self.diff

    @property
    def writes(self) -> bool:
        """Whether what is rendered is written over the outputs."""
        return not (self.compares or self.reviews or self.prints)

    @property
    def for_people(self) -> bool:
        """Whether people read what is shown; otherwise standard output holds one document."""
        return self.format in ("text", "github")
