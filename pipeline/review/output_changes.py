"""The outputs of a template that come, go or change: an update of the stack for themselves."""

from __future__ import annotations

from typing import Any

from pipeline.review.canonical import canonical


def output_changes(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Return a line for each output that differs, those of the new template first."""
    old, new = (each.get("Outputs", {}) for each in (before, after))
    lines = []
    for name in dict.fromkeys([*new, *old]):
        if canonical(old.get(name, {})) == canonical(new.get(name, {})):
            continue
        word = "added" if name not in old else "removed" if name not in new else "changes"
        exported = ", for other stacks" if "Export" in new.get(name, {}) else ""
        lines.append(f"{name}: {word}{exported}")
    return lines
