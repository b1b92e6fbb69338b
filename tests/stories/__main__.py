"""Print which stories come out right at which sites: `python -m tests.stories [STORY]`."""

from __future__ import annotations

import sys

from tests.stories.story import stories
from tests.stories.table import table


def main(names: list[str]) -> int:
    """Print the table, and for each story named its messages at each site."""
    chosen = [story for story in stories() if not names or story.name in names]
    text, wrong = table(chosen, details=bool(names))
    print(text)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
