"""The age of the machine image, where the config says how old it may be."""

from __future__ import annotations

import datetime as dt

from pipeline.config.extends import Config
from pipeline.diagnostic import Diagnostic
from pipeline.paths import exists


def image_age(config: Config, today: dt.date | None = None) -> list[Diagnostic]:
    """Return an information about images that are older than `fleet.image_max_age_days`.

    It fails no run: the template is what its config renders to, today as on any other day.
    """
    if not exists(config.settings, ("fleet", "image_date")):
        return []
    fleet = config.settings["fleet"]
    limit, published = fleet["image_max_age_days"], fleet["image_date"]
    if not limit or not published:
        return []
    today = today or dt.datetime.now(tz=dt.timezone.utc).date()
    days = (today - dt.date.fromisoformat(published)).days
    if days <= limit:
        return []
    message = f"fleet.image_date: the images are {days} days old, the limit is {limit}"
    hint = f"python tools/latest_images.py {config.name} writes the newest Amazon Linux 2023"
    return [Diagnostic(config.location(("fleet", "image_date")), message, hint, severity="info")]
