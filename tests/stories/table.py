"""The table of stories and sites."""

from __future__ import annotations

from tests.stories.story import SITES, Story, differences


def table(stories: list[Story], *, details: bool = False) -> tuple[str, int]:
    """Return the table as text, and how many of its cells are wrong.

    A cell is the number of messages where they are those expected, a dash where a story does not
    apply. With details, what differs and all messages follow.
    """
    width = max(len(story.name) for story in stories)
    lines = [" ".join(["story".ljust(width), *(site.rjust(8) for site in SITES)])]
    notes: list[str] = []
    wrong = 0
    for story in stories:
        cells = []
        for site in SITES:
            expected = story.expected(site)
            found = list(differences(story, site)) if expected is not None else []
            wrong += bool(found)
            count = "-" if expected is None else str(len(expected))
            cells.append(("WRONG" if found else count).rjust(8))
            notes += [f"{story.name}, {site}: {each}" for each in found]
            if details and expected is not None:
                notes += [f"{story.name}, {site}: sent: {each}" for each in story.messages(site)]
        lines.append(" ".join([story.name.ljust(width), *cells]))
    return "\n".join([*lines, *notes]), wrong
