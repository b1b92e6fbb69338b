"""DNS records of a name that two stacks would create: Route 53 refuses the second.

A name has one simple record of a type; those of other routing policies have a SetIdentifier.
https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.diagnostic import Diagnostic
from pipeline.regular_files import read_output
from pipeline.review.baseline import read_baseline
from pipeline.template.assembly import Rendering

_NAME = ("dns", "name")
_OR_LATENCY = "or make latency records of it by overrides: see docs/accounts.md"


def shared_records(
    renderings: Sequence[Rendering], unchanged: Mapping[str, Path]
) -> Iterator[Diagnostic]:
    """Yield each `dns.name` of a template for several regions, and of several environments.

    `unchanged` has the output of each config that is not rendered again.
    """
    records = [(each, _simple_record(each.template.data)) for each in renderings]
    first = dict(_recorded(unchanged, {record[1] for _, record in records if record}))
    for rendering, record in records:
        if record:
            yield from _several_regions(rendering, record[1])
            other = first.setdefault(record, rendering.config.name)
            if other != rendering.config.name:
                yield _of_another(rendering, record[1], other)


def _several_regions(rendering: Rendering, name: str) -> Iterator[Diagnostic]:
    if len(rendering.regions) > 1:
        message = (
            f"dns.name: {name} is one record, and regions lists {len(rendering.regions)}: "
            "Route 53 refuses it to the second stack"
        )
        hint = f"make an environment of each region, with a name of its own, {_OR_LATENCY}"
        yield Diagnostic(rendering.config.location(_NAME), message, hint)


def _of_another(rendering: Rendering, name: str, other: str) -> Diagnostic:
    config = rendering.config
    message = (
        f"dns.name: {name} is the record of {other} and {config.name}: Route 53 refuses it to "
        "the second stack"
    )
    hint = f"set another dns.name in {config.name}, {_OR_LATENCY}"
    return Diagnostic(config.location(_NAME), message, hint)


def _recorded(
    unchanged: Mapping[str, Path], names: set[str]
) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield the record of each output that has one of the names, and the config of the output."""
    for config, output in unchanged.items():
        text = read_output(output) if names else None
        if text and any(f" {name}\n" in text for name in names):  # only those are parsed
            record = _simple_record(read_baseline(output, None)[1])
            if record:
                yield record, config


def _simple_record(template: dict[str, Any]) -> tuple[str, str] | None:
    """Return the hosted zone and the name of the record; None where there is no simple one."""
    for id_ in ("Record", "Ipv6Record"):
        properties = template["Resources"].get(id_, {}).get("Properties", {})
        zone, name = properties.get("HostedZoneId"), properties.get("Name")
        if isinstance(zone, str) and isinstance(name, str) and "SetIdentifier" not in properties:
            return str(zone), str(name)
    return None
