"""The changelog: its releases, and what each asks of the owner of a config."""

from __future__ import annotations

import re
from typing import NamedTuple

from tests.support import ROOT

_SECTION = re.compile(r"^## (?P<title>.+)\n(?P<text>(?:(?!## ).*\n?)*)", re.MULTILINE)
_UPGRADING = re.compile(r"^### Upgrading\n(?P<text>(?:(?!### ).*\n?)*)", re.MULTILINE)


class Release(NamedTuple):
    """A section of the changelog."""

    version: str
    date: str
    upgrading: str


def read_changelog(text: str | None = None) -> list[Release]:
    """Return the changelog's sections, the newest first; one without a date is not released."""
    text = text or (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    found = []
    for section in _SECTION.finditer(text):
        version, _, date = section["title"].partition(", ")
        upgrading = _UPGRADING.search(section["text"])
        found.append(Release(version, date, upgrading["text"] if upgrading else ""))
    return found


def notes_since(version: str, changelog: list[Release]) -> str:
    """Return the upgrade notes of all sections above a release's."""
    versions = [release.version for release in changelog]
    return "".join(release.upgrading for release in changelog[: versions.index(version)])
