"""What follows from a change for the release that instances fetch when they boot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pipeline.review.canonical import canonical
from pipeline.review.update import Note, Update
from pipeline.review.update_behaviours import LAUNCH_TEMPLATE
from pipeline.review.wording import text_of

# As partials/instance.yml.j2 writes them: which archive, and its checksum.
_ARTIFACT, _CHECKSUM = r'^ARTIFACT="(.+)"$', r"^SHA256='?([0-9a-f]{64})'?$"


def same_checksum(update: Update) -> Iterator[Note]:
    """Yield the launch templates with another archive and the checksum of the one before."""
    for change in update.of_type(LAUNCH_TEMPLATE):
        sides = (update.old(change.name), update.new(change.name))
        old, new = (_found(_ARTIFACT, each) for each in sides)
        before, after = (_found(_CHECKSUM, each) for each in sides)
        if old and new and old != new and before and before == after:
            text = (
                f"application.artifact.sha256 is still that of {old}: where the archives differ, "
                "no instance boots, and the update is rolled back; write that of the new archive"
            )
            yield Note(change.name, text)


def _found(pattern: str, launch_template: dict[str, Any]) -> str:
    user_data = launch_template.get("LaunchTemplateData", {}).get("UserData", "")
    match = re.search(pattern, text_of(canonical(user_data)), re.MULTILINE)
    return match[1] if match else ""
