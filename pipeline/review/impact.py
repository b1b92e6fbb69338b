"""The impact of a change: what updating one template to another does, and what caused it."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.diagnostic import Location
from pipeline.paths import overlap
from pipeline.review.access import AccessChange, access_changes
from pipeline.review.attribution import Attribution, Earlier
from pipeline.review.canonical import canonical
from pipeline.review.cause import Cause
from pipeline.review.changes import compare
from pipeline.review.consequences import consequences
from pipeline.review.deployer.additional import additional_permissions
from pipeline.review.deployment_changes import deployment_changes
from pipeline.review.effects import Effect
from pipeline.review.entries import with_whole_lists
from pipeline.review.guesses import Guesses
from pipeline.review.open_parameters import open_parameters
from pipeline.review.output_changes import output_changes
from pipeline.review.partial_text import read_partials
from pipeline.review.records import ADDED, REMOVED, PropertyChange, ResourceChange
from pipeline.review.references import references
from pipeline.review.refusals import refusals
from pipeline.review.update import Note, Update
from pipeline.review.wording import shown
from pipeline.template.assembly import Rendering

_WORDS = re.compile(r"[\s=,]+")
HEADINGS = (
    "refused", "replaced", REMOVED, "may be replaced", "rolls the fleet", "some interruption",
    ADDED, "no interruption",
)  # fmt: skip


class Item(NamedTuple):
    """A resource that changes; each of its properties, and itself, with its cause."""

    change: ResourceChange
    cause: Cause
    properties: list[tuple[PropertyChange, Cause]]


class Impact(NamedTuple):
    """What an update does. `open_` are the parameters that are decided at deployment.

    `is_new` says that there is no stack yet: everything in it is added. `regions` are those that
    the config no longer names, or names anew. `command` starts this program.
    """

    name: str
    baseline: str
    items: list[Item]
    access: list[tuple[AccessChange, Cause]]
    notes: list[tuple[Note, Cause]]
    refused: list[tuple[Note, Cause]]
    open_: list[str]
    deployment: list[str]
    permissions: list[str]
    is_new: bool = False
    regions: tuple[tuple[Note, Cause], ...] = ()
    outputs: tuple[str, ...] = ()
    command: str = "python render.py"

    @property
    def is_empty(self) -> bool:
        """Whether the update changes nothing at all."""
        resources = (self.items, self.access, self.refused, self.deployment)
        return not any((*resources, self.regions, self.outputs))

    def under(self, heading: str) -> list[Item]:
        """Return the resources to which the same thing happens."""
        return [item for item in self.items if item.change.heading == heading]


def impact(
    rendering: Rendering,
    before: dict[str, Any],
    baseline: str,
    partials: Path,
    earlier: Callable[[], Earlier | None] = lambda: None,
) -> Impact:
    """Return the impact of replacing the template `before` (as data) by a rendering.

    `earlier` is asked, where something changes, for what the template was rendered from.
    """
    after = rendering.template.data
    changes = compare(before, after, rendering.regions[0])
    update = Update(before, after, changes)
    known = earlier() if changes or before.get("Outputs") != after.get("Outputs") else None
    causes: Attribution | Guesses = (
        Attribution(rendering, known)
        if known
        else Guesses(rendering, read_partials(partials), changes)
    )
    items = [_item(each, causes) for each in changes]

    def located(notes: list[Note]) -> list[tuple[Note, Cause]]:
        return [(each, _cause_of(each, items, after, causes)) for each in notes]

    return Impact(
        rendering.config.name,
        baseline,
        items,
        _access(rendering, items, access_changes(before, after)),
        located(consequences(update)),
        located(refusals(update)),
        open_parameters(before, after),
        deployment_changes(before, after),
        additional_permissions(update, rendering.regions[0]),
        not before.get("Resources"),
        outputs=tuple(output_changes(before, after)),
    )


def _cause_of(
    note: Note, items: list[Item], after: dict[str, Any], causes: Attribution | Guesses
) -> Cause:
    """Return the cause of what a note says: of its property, its resource, or its output."""
    if note.key and (near := _cause_of_key(note, items)):
        return near
    by_name = {item.change.name: item.cause for item in items}
    for name in (note.resource, note.changed):
        if name in by_name:
            return by_name[name]
    output = causes.output(note.resource)
    shows = references(canonical(after.get("Outputs", {}).get(note.resource, {})))
    behind = [by_name[each.target] for each in shows if each.target in by_name]
    return behind[0] if behind and not output.setting else output


def _access(
    rendering: Rendering, items: list[Item], changes: list[AccessChange]
) -> list[tuple[AccessChange, Cause]]:
    unknown = Cause(Location(rendering.config.name))
    return [(each, _access_cause(each, items, unknown)) for each in changes]


def _cause_of_key(note: Note, items: list[Item]) -> Cause | None:
    """Return the cause of the property that a note follows from."""
    near = (
        cause
        for item in items
        if item.change.name == note.resource
        for each, cause in item.properties
        if note.key in each.path
    )
    return next(near, None)


def _item(change: ResourceChange, causes: Attribution | Guesses) -> Item:
    pairs = [(each, causes.property(change.name, each)) for each in change.properties]
    cause = max(pairs, key=_weight)[1] if pairs else causes.resource(change)
    return Item(change, cause, with_whole_lists(pairs))


def _weight(pair: tuple[PropertyChange, Cause]) -> tuple[Effect, bool, bool]:
    change, cause = pair
    return change.effect, not change.via, bool(cause.setting)


def _access_cause(change: AccessChange, items: list[Item], unknown: Cause) -> Cause:
    item = next((each for each in items if each.change.name == change.grant.resource), None)
    if item is None:  # a rule of a group may be a resource of its own
        type_ = f"AWS::EC2::SecurityGroup{change.grant.kind.title()}"
        rules = [each.cause for each in items if each.change.type == type_]
        return rules[0] if len(rules) == 1 else unknown
    if path := change.path[2:]:
        near = (cause for each, cause in item.properties if overlap(path, each.path))
        return next(near, item.cause)
    words = set(change.grant.text.split())
    arrives = change.words in ("opened", "added")

    def shared(pair: tuple[PropertyChange, Cause]) -> int:
        """Return how many words of the grant stand in a property, such as port and peer."""
        value = pair[0].after if arrives else pair[0].before
        return len(words.intersection(_WORDS.split(shown(value))))

    nearest = max(item.properties, key=shared, default=None)
    return nearest[1] if nearest and shared(nearest) else item.cause


def worst(found: Impact) -> Effect:
    """Return the greatest effect on any resource; removal counts as replacement."""
    effects = [
        Effect.REPLACE if each.change.kind == REMOVED else each.change.effect
        for each in found.items
    ]
    return max(effects, default=Effect.NONE)
