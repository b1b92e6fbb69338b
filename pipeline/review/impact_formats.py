"""An impact as text for a terminal, as Markdown for a pull request, as JSON for programs."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pipeline.review.impact import HEADINGS, Impact, Item
from pipeline.review.markdown import cell, code, prose
from pipeline.review.records import Cause, PropertyChange
from pipeline.review.wording import brief, plural, shown, text_of

Section = tuple[str, list[str]]
NOTHING = "No impact: nothing that CloudFormation compares changes."


def as_text(found: Impact) -> str:
    """Return the impact as a terminal shows it: what matters most first."""
    lines = [f"{found.name} against {found.baseline}: {_summary(found)}"]
    lines += _titled(_first(found))
    for heading in HEADINGS:
        items = found.under(heading)
        lines += ["", heading.upper()] if items else []
        for item in items:
            lines += _resource(item)
    lines += _titled(_last(found))
    return "\n".join(lines) + "\n"


def as_markdown(found: Impact) -> str:
    """Return the impact as GitHub and GitLab show it in a comment."""
    summary = prose(f"Against {found.baseline}: {_summary(found)}")
    lines = [f"### Impact of {code(found.name)}", "", summary, *_listed(_first(found))]
    rows = [row for heading in HEADINGS for item in found.under(heading) for row in _rows(item)]
    if rows:
        lines += ["", "| effect | resource | change | why | from |", "|---|---|---|---|---|", *rows]
    return "\n".join([*lines, *_listed(_last(found))]) + "\n"


def as_json(found: list[Impact]) -> str:
    """Return impacts as a JSON list."""
    return json.dumps([_as_map(each) for each in found], indent=2, ensure_ascii=False) + "\n"


def _summary(found: Impact) -> str:
    if found.is_empty:
        return NOTHING
    counts = [(len(found.under(heading)), heading) for heading in HEADINGS]
    resources = ", ".join(f"{number} {heading}" for number, heading in counts if number)
    widened = sum(change.widens for change, _ in found.access)
    parts = [resources or "no resource changes"]
    parts += [f"access widened in {plural(widened, 'place')}"] if widened else []
    parts += [f"{len(found.refused)} reasons to be refused"] if len(found.refused) > 1 else []
    parts += ["1 reason to be refused"] if len(found.refused) == 1 else []
    return ", ".join(parts)


def _titled(sections: list[Section]) -> list[str]:
    return [
        line
        for title, found in sections
        for line in ("", title.upper(), *(f"  {each}" for each in found))
    ]


def _listed(sections: list[Section]) -> list[str]:
    lines: list[str] = []
    for title, found in sections:
        lines += ["", f"**{title}**", "", *(f"- {prose(each)}" for each in found)]
    return lines


def _first(found: Impact) -> list[Section]:
    sections = [
        ("AWS will or may refuse", _noted(found.refused)),
        ("What follows", _noted(found.notes)),
        ("Permissions and openings", _access(found)),
    ]
    return [section for section in sections if section[1]]


def _last(found: Impact) -> list[Section]:
    sections = [
        ("Deployments from now on", found.deployment),
        ("Open: decided at deployment", found.open_ if found.items else []),
        ("Permissions that this update needs in addition", found.permissions),
    ]
    return [section for section in sections if section[1]]


def _access(found: Impact) -> list[str]:
    return [
        f"{'widened' if each.widens else 'not widened'}: {each.grant.resource}: {each.grant.kind} "
        f"{each.words}: {brief(each.grant.text)}  [{cause.text}]"
        for each, cause in found.access
    ]


def _noted(notes: Iterable[tuple[Any, Cause]]) -> list[str]:
    return [f"{note.resource}: {note.text}  [{cause.text}]" for note, cause in notes]


def _resource(item: Item) -> Iterator[str]:
    """Yield a resource's lines; a cause that all of its properties share stands on the first."""
    change = item.change
    causes = {cause for _, cause in item.properties} or {item.cause}
    shared = f"  [{item.cause.text}]" if len(causes) == 1 else ""
    yield f"  {change.name} ({change.type}){shared}"
    for each, cause in item.properties:
        reason = f"  ({each.reason})" if each.reason else ""
        yield f"    {_words(each)}{reason}" + ("" if shared else f"  [{cause.text}]")


def _words(change: PropertyChange) -> str:
    if change.before == change.after:
        return change.label
    return f"{change.label}: {_pair(change)}"


def _pair(change: PropertyChange) -> str:
    old, new = shown(change.before), shown(change.after)
    both = f"{brief(change.before)} -> {brief(change.after)}"
    if len(old) + len(new) > 160 and isinstance(change.before, (str, dict)):
        return _lines(change.before, change.after) or both
    return both


def _lines(before: Any, after: Any) -> str:
    """Return the lines of long texts that differ, the first few of them."""
    old, new = (text_of(each).splitlines() for each in (before, after))
    changed = [
        f"{line[0]} {line[1:].strip()}"
        for line in difflib.unified_diff(old, new, lineterm="", n=0)
        if line[:2] not in ("--", "++", "@@")
    ]
    more = f" and {len(changed) - 4} more lines" if len(changed) > 4 else ""
    return "; ".join(brief(each) for each in changed[:4]) + more


def _rows(item: Item) -> Iterator[str]:
    name = f"**{cell(item.change.name)}** {cell(item.change.type)}"
    if not item.properties:
        yield f"| {item.change.heading} | {name} | | | {code(item.cause.text)} |"
    for each, cause in item.properties:
        entries = (name, code(_words(each)), cell(each.reason), code(cause.text))
        yield f"| {each.effect.words} | {' | '.join(entries)} |"


def _as_map(found: Impact) -> dict[str, Any]:
    return {
        "config": found.name,
        "against": found.baseline,
        "resources": [_resource_map(item) for item in found.items],
        "access": [
            {**each.grant._asdict(), "change": each.words, "widens": each.widens, **_where(cause)}
            for each, cause in found.access
        ],
        "refused": [{**note._asdict(), **_where(cause)} for note, cause in found.refused],
        "consequences": [{**note._asdict(), **_where(cause)} for note, cause in found.notes],
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


def _where(cause: Cause) -> dict[str, Any]:
    return {**cause.location._asdict(), "setting": cause.setting}


FORMATS: dict[str, Callable[[list[Impact]], str]] = {
    "text": lambda found: "\n".join(map(as_text, found)),
    "markdown": lambda found: "\n".join(map(as_markdown, found)),
    "json": as_json,
}
