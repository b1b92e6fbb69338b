"""An impact as Markdown, as GitHub and GitLab show it in a comment.

A comment may be cut: of several environments a table comes first, and the details of each below.
"""

from __future__ import annotations

import html
from collections.abc import Iterator

from pipeline.review.impact import HEADINGS, Impact, Item
from pipeline.review.impact_sections import NOTHING, Section, first, last, rows, summary, words
from pipeline.review.markdown import cell, code, prose

_HEAD = ("| effect | resource | change | why | from |", "|---|---|---|---|---|")
_ALIKE = 3  # resources with the same change that share a row
_FOLLOWING = 3  # what follows, for an environment in the table of all


def as_markdown(found: list[Impact]) -> str:
    """Return the impact on all environments, the worst first; those without one in a line."""
    changed = sorted((each for each in found if not each.is_empty), key=_rank)
    unchanged = [each for each in found if each.is_empty]
    if len(found) == 1:
        return _page(found[0])
    if len(changed) == 1:
        pages = [_page(changed[0])]
    else:
        pages = [_overview(changed), *map(_folded, changed)] if changed else ["### Impact\n"]
    if unchanged:
        pages.append(f"{NOTHING} {', '.join(code(each.name) for each in unchanged)}\n")
    return "\n".join(pages)


def _rank(found: Impact) -> tuple[bool, bool, int]:
    interrupts = not found.is_new and any(note.interrupts for note, _ in found.notes)
    effects = [] if found.is_new else [HEADINGS.index(each.change.heading) for each in found.items]
    return not found.refused, not interrupts, min(effects, default=len(HEADINGS))


def _overview(changed: list[Impact]) -> str:
    """Return a table with a row for each environment."""
    lines = [f"### Impact on {len(changed)} environments", ""]
    lines += ["| environment | impact | what follows |", "|---|---|---|"]
    for each in changed:
        cells = (code(each.name), cell(summary(each)), "<br>".join(_following(each)))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _following(found: Impact) -> list[str]:
    """Return what matters most of what follows, without its causes."""
    if found.is_new:
        return []
    notes = [note for note, _ in sorted(found.notes, key=lambda pair: not pair[0].interrupts)]
    all_ = [note for each in (found.regions, found.refused) for note, _ in each] + notes
    said = [cell(f"{note.resource}: {note.text}") for note in all_]
    more = len(said) - _FOLLOWING
    return said if more <= 0 else [*said[:_FOLLOWING], f"and {more} more"]


def _folded(found: Impact) -> str:
    """Return the details of an environment below a line that opens them."""
    head = f"<code>{html.escape(found.name)}</code>: {html.escape(summary(found))}"
    return f"<details><summary>{head}</summary>\n\n{_page(found)}\n</details>\n"


def _page(found: Impact) -> str:
    against = prose(f"Against {found.baseline}: {summary(found)}")
    lines = [f"### Impact of {code(found.name)}", "", against, *_listed(first(found))]
    table = [row for _, items in rows(found) for alike in _alike(items) for row in _rows(alike)]
    if table:
        lines += [
            "",
            "| effect | resource | change | why | from |",
            "|---|---|---|---|---|",
            *table,
        ]
    return "\n".join([*lines, *_listed(last(found))]) + "\n"


def _listed(sections: list[Section]) -> list[str]:
    lines: list[str] = []
    for title, found in sections:
        lines += ["", f"**{title}**", "", *(f"- {prose(each)}" for each in found)]
    return lines


def _alike(items: list[Item]) -> Iterator[list[Item]]:
    """Yield resources with the same changes together, such as those that get another tag."""
    groups: dict[tuple[tuple[str, ...], ...], list[Item]] = {}
    for item in items:
        groups.setdefault(tuple(_changes(item)) or ((item.change.name,),), []).append(item)
    for alike in groups.values():
        yield from [alike] if len(alike) >= _ALIKE else ([each] for each in alike)


def _rows(alike: list[Item]) -> Iterator[str]:
    item = alike[0]
    name = f"**{cell(item.change.name)}** {cell(item.change.type)}"
    if len(alike) > 1:
        names = ", ".join(cell(each.change.name) for each in alike)
        types = {each.change.type for each in alike}
        name = f"**{len(alike)} {types.pop() if len(types) == 1 else 'resources'}** {names}"
    if not item.properties:
        yield f"| {item.change.heading} | {name} | | | {code(item.cause.text)} |"
    for effect, *entries in _changes(item):
        yield f"| {effect} | {name} | {' | '.join(entries)} |"


def _changes(item: Item) -> Iterator[tuple[str, ...]]:
    for each, cause in item.properties:
        yield each.effect.words, code(words(each)), cell(each.reason), code(cause.text)
