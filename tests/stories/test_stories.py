"""Each story, at each site: exactly the messages expected."""

from __future__ import annotations

import pytest

from tests.stories.story import SITES, Story, differences, stories

# That SNS delivers again is seen where its messages arrive.
NO_END = "SNS could not deliver an alarm"


@pytest.mark.parametrize("story", stories(), ids=lambda story: str(story.name))
def test_story(story: Story) -> None:
    sites = [site for site in SITES if story.expected(site) is not None]
    assert sites
    assert {site: list(differences(story, site)) for site in sites} == {site: [] for site in sites}


def test_an_outage_pages_within_five_minutes() -> None:
    for story in stories():
        if story.data.get("outage"):
            start = min(minute for minute in story.data["rows"] if minute)
            for site in SITES:
                pages = [each for each in story.expected(site) or [] if " page ALARM" in each]
                assert len(pages) == 1, f"{story.name}, {site}"
                assert int(pages[0].split()[0]) - start <= story.data["outage"], story.name


def test_each_message_has_an_end() -> None:
    for story in stories():
        for site in SITES:
            texts = [each.split(" ", 2)[2] for each in story.expected(site) or []]
            alarms = [
                text[7:] for text in texts if text.startswith("ALARM: ") and "SNS" not in text
            ]
            ends = [text[4:] for text in texts if text.startswith("OK: ")]
            assert alarms == ends, f"{story.name}, {site}"
            assert len(alarms) <= 1, f"{story.name}, {site}: one fault, one message"
