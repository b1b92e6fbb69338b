"""An impact as text for a terminal, as Markdown for a pull request, as JSON for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.review.impact import Impact, Item
from pipeline.review.impact_json import as_json
from pipeline.review.impact_markdown import as_markdown
from pipeline.review.impact_sections import Section, first, last, rows, summary, words
from pipeline.review.wording import bracketed


def as_text(found: Impact) -> str:
    """Return the impact as a terminal shows it: what matters most first."""
    lines = [f"{found.name} against {found.baseline}: {summary(found)}"]
    lines += _titled(first(found))
    for heading, items in rows(found):
        lines += ["", heading.upper()]
        for item in items:
            lines += _resource(item)
    lines += _titled(last(found))
    return "\n".join(lines) + "\n"


def _titled(sections: list[Section]) -> list[str]:
    return [
        line
        for title, found in sections
        for line in ("", title.upper(), *(f"  {each}" for each in found))
    ]


def _resource(item: Item) -> Iterator[str]:
    """Yield a resource's lines; a cause that all of its properties share stands on the first."""
    change = item.change
    causes = {cause for _, cause in item.properties} or {item.cause}
    is_shared = len(causes) == 1
    yield f"  {change.name} ({change.type})" + (bracketed(item.cause.text) if is_shared else "")
    for each, cause in item.properties:
        reason = f"  ({each.reason})" if each.reason else ""
        yield f"    {words(each)}{reason}" + ("" if is_shared else bracketed(cause.text))


FORMATS: dict[str, Callable[[list[Impact]], str]] = {
    "text": lambda found: "\n".join(map(as_text, found)),
    "markdown": as_markdown,
    "json": as_json,
}
