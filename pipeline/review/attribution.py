"""Which changed setting a change of the template comes from: tried out, setting by setting.

The new config is rendered once more with one setting as it was. What differs between that template
and the new one, the setting has changed. A change that no setting brings comes from a partial.
"""

import functools
from collections import Counter
from typing import Any, NamedTuple

from pipeline.config.extends import Config
from pipeline.diagnostic import InvalidInput, Location
from pipeline.paths import KeyPath, dotted, overlap, starts_with
from pipeline.render.context import partial_context
from pipeline.render.jinja import PartialEnvironment
from pipeline.review.cause import Cause
from pipeline.review.changed_settings import changed_settings, reverted
from pipeline.review.changes import compare
from pipeline.review.records import PropertyChange, ResourceChange
from pipeline.template.assembly import Rendering, make_template

_MOST = 16  # templates that are rendered to find causes
_MISTAKES = (InvalidInput, AttributeError, LookupError, TypeError, ValueError)


class Earlier(NamedTuple):
    """The config that the baseline was rendered from, and the partials to render it with."""

    config: Config
    partials: PartialEnvironment


class Trial(NamedTuple):
    """What changes between the new config with one setting as it was, and the new one."""

    setting: KeyPath
    changes: dict[str, ResourceChange]
    outputs: dict[str, Any]


class Attribution:
    """Leads changes of a template to the settings that differ between two configs."""

    def __init__(self, rendering: Rendering, earlier: Earlier) -> None:
        self._rendering = rendering
        self._earlier = earlier

    def resource(self, change: ResourceChange) -> Cause:
        """Return the cause of a change of a resource as a whole."""
        for trial in self._trials:
            found = trial.changes.get(change.name)
            if found and found.kind == change.kind:
                return self._cause(trial.setting)
        return self._otherwise(("Resources", change.name))

    def property(self, name: str, change: PropertyChange) -> Cause:
        """Return the cause of a change of a property; `name` is its resource's."""
        close: list[KeyPath] = []
        for trial in self._trials:
            found = trial.changes.get(name)
            for each in found.properties if found else ():
                if each.label == change.label and each.before == change.before:
                    return self._cause(trial.setting)
                if overlap(each.path, change.path):
                    close.append(trial.setting)
        if close:
            return self._cause(close[0])
        return self._otherwise(("Resources", name, *change.path))

    def output(self, name: str) -> Cause:
        """Return the cause of a change of an output."""
        now = self._rendering.template.data.get("Outputs", {}).get(name)
        for trial in self._trials:
            if trial.outputs.get(name) != now:
                return self._cause(trial.setting)
        return self._otherwise(("Outputs", name))

    @functools.cached_property
    def _trials(self) -> list[Trial]:
        """What single settings change; then those that do not fit without each other."""
        singly = {each: self._try([each]) for each in _few(self._changed)}
        groups: dict[KeyPath, list[KeyPath]] = {}
        if None in singly.values():
            idle = [each for each, trial in singly.items() if not (trial and trial.changes)]
            groups = _groups(idle)
        together = [self._try(group, name) for name, group in groups.items()]
        return [each for each in (*singly.values(), *together) if each is not None]

    @functools.cached_property
    def _all(self) -> Trial | None:
        """What changes with all settings as they were."""
        return self._try(self._changed) if self._changed else Trial((), {}, {})

    @functools.cached_property
    def _changed(self) -> list[KeyPath]:
        return changed_settings(self._earlier.config, self._rendering.config)

    def _try(self, settings: list[KeyPath], name: KeyPath = ()) -> Trial | None:
        """Return a trial, by `name` or the first setting; None where they do not fit together."""
        config = reverted(self._rendering.config, self._earlier.config, settings)
        try:
            values = partial_context(config, self._rendering.name)
            before = make_template(self._earlier.partials, config, values).data
        except _MISTAKES:
            return None
        after = self._rendering.template.data
        changes = compare(before, after, self._rendering.regions[0])
        named = {each.name: each for each in changes}
        return Trial(name or settings[0], named, before.get("Outputs", {}))

    def _cause(self, setting: KeyPath) -> Cause:
        config, before = self._rendering.config, self._earlier.config
        if setting in config.locations:
            return Cause(config.location(setting), dotted(setting))
        if setting in before.locations:
            file = before.location(setting).file
            return Cause(Location(file), dotted(setting), is_removed=True)
        return Cause(Location(config.name), dotted(setting), is_default=True)

    def _otherwise(self, path: KeyPath) -> Cause:
        """Return the partial's line where no setting is the cause, and nothing in case of doubt."""
        whole = self._all
        source = self._rendering.template.source(path)
        if whole is None or source is None or whole.changes.get(str(path[1])):
            return Cause(Location(self._rendering.config.name))
        return Cause(source.partial)


def _few(settings: list[KeyPath]) -> list[KeyPath]:
    """Return settings that are few enough to try out; of too many, the maps that most are in."""
    while len(settings) > _MOST:
        parents = Counter(each[:-1] for each in settings if len(each) > 1)
        if not parents:
            break
        [(parent, _)] = parents.most_common(1)
        settings = list(
            dict.fromkeys(parent if starts_with(each, parent) else each for each in settings)
        )
    return settings


def _groups(settings: list[KeyPath]) -> dict[KeyPath, list[KeyPath]]:
    """Return the settings of each map, by the map's path, and all of them by that of the first."""
    found: dict[KeyPath, list[KeyPath]] = {}
    for each in settings:
        found.setdefault(each[:-1], []).append(each)
    several = {parent: group for parent, group in found.items() if parent and len(group) > 1}
    return {**several, settings[0]: settings} if len(found) > 1 else several
