"""An impact as JSON, for programs."""

from __future__ import annotations

import json
from typing import Any

from pipeline.review.cause import Cause
from pipeline.review.impact import Impact, Item
from pipeline.review.update import Note
from pipeline.review.wording import shown


def as_json(found: list[Impact]) -> str:
    """Return impacts as a JSON list."""
    return json.dumps([_as_map(each) for each in found], indent=2, ensure_ascii=False) + "\n"


def _as_map(found: Impact) -> dict[str, Any]:
    return {
        "config": found.name,
        "against": found.baseline,
        "resources": [_resource_map(item) for item in found.items],
        "access": [
            {**each.grant._asdict(), "change": each.words, "widens": each.widens, **_where(cause)}
            for each, cause in found.access
        ],
        "refused": [_note_map(*pair) for pair in found.refused],
        "consequences": [_note_map(*pair) for pair in found.notes],
        "regions": [_note_map(*pair) for pair in found.regions],
        "outputs": [*found.outputs],
        "deployment": found.deployment,
        "open": found.open_,
        "permissions": found.permissions,
    }


def _resource_map(item: Item) -> dict[str, Any]:
    change = item.change
    return {
        "name": change.name,
        "type": change.type,
        "effect": change.heading,
        **_where(item.cause),
        "properties": [
            {
                "path": each.label,
                "before": shown(each.before),
                "after": shown(each.after),
                "effect": each.effect.words,
                "reason": each.reason,
                **_where(cause),
            }
            for each, cause in item.properties
        ],
    }


def _note_map(note: Note, cause: Cause) -> dict[str, Any]:
    words = {"resource": note.resource, "text": note.text}
    return {**words, "interrupts": note.interrupts, **_where(cause)}


def _where(cause: Cause) -> dict[str, Any]:
    return {
        **cause.location._asdict(),
        "setting": cause.setting,
        "is_default": cause.is_default,
        "is_removed": cause.is_removed,
    }
