"""Notes on environments whose name says production."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pipeline.checks.note import Note
from pipeline.config.settings_function import reads
from pipeline.render.provenance import unlocate

_PRODUCTION = re.compile(r"(^|-)(prod|production|prd|live)(-|$)")


def _is_production(values: dict[str, Any]) -> bool:
    return bool(_PRODUCTION.search(values["environment_name"]))


@reads(
    "environment_name", "https", "application.placeholder",
    "alb.scheme", "alb.clients.cidrs", "alb.existing.listener",
)  # fmt: skip
def plain_http(values: dict[str, Any]) -> Iterator[Note]:
    """Yield a load balancer that serves clients of the Internet without a certificate."""
    alb = values["alb"]
    serves_clients = not values["application"]["placeholder"] and not alb["existing"]["listener"]
    is_public = alb["scheme"] == "internet-facing" and alb["clients"]["cidrs"]
    if _is_production(values) and serves_clients and is_public and not values["https"]:
        message = "no certificate is set: requests cross the Internet unencrypted"
        hint = "set alb.https.certificate, or request_for with dns; or add a waiver of N0001"
        yield Note("N0001", ("alb", "https"), message, hint)


@reads(
    "environment_name", "fleet.image", "fleet.images", "application.placeholder",
    "application.baked",
)  # fmt: skip
def moving_image(values: dict[str, Any]) -> Iterator[Note]:
    """Yield an image that is a path without a version, or the newest one of Amazon Linux.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm.html
    """
    fleet, application = values["fleet"], values["application"]
    image = unlocate(fleet["image"]) or ""
    is_id = image and (image[0] != "/" or ":" in image)
    is_given = not image and application["baked"]  # with each deployment
    if not _is_production(values) or application["placeholder"]:
        return
    if not (fleet["images"] or is_id or is_given):
        what = f"'{image}' names no version" if image else "no image is set"
        message = f"{what}: any deployment may bring a newer one, which replaces all instances"
        hint = "run tools/latest_images.py on this file, or set an id; or add a waiver of N0013"
        yield Note("N0013", ("fleet", "image"), message, hint)
