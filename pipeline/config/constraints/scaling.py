"""Rules on how the fleet follows the load."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from pipeline.config.constraints.setting_issue import SettingIssue
from pipeline.config.settings_function import reads
from pipeline.paths import KeyPath, dotted, value_at

if TYPE_CHECKING:
    from pipeline.config.settings_types import Settings


@reads("scaling.policy", "scaling.scale_out.cpu_above", "scaling.scale_in.cpu_below")
def _cpu(data: Settings) -> Iterator[SettingIssue]:
    if data["scaling"]["policy"] != "simple":
        return
    out, low = data["scaling"]["scale_out"]["cpu_above"], data["scaling"]["scale_in"]["cpu_below"]
    if low >= out:
        message = f"{low} is not less than scaling.scale_out.cpu_above {out}"
        hint = "leave a gap, or the fleet grows and shrinks in turn"
        yield SettingIssue(("scaling", "scale_in", "cpu_below"), message, hint)


@reads(
    "scaling.policy",
    "scaling.scale_out.cpu_above",
    "scaling.step.scale_out",
    "scaling.target_tracking.cpu",
    "alarms.cpu_high",
)
def _alarm(data: Settings) -> Iterator[SettingIssue]:
    scaling, alarm = data["scaling"], data["alarms"]["cpu_high"]
    settings: dict[str, KeyPath] = {
        "simple": ("scale_out", "cpu_above"),
        "step": ("step", "scale_out", 0, "cpu_above"),
        "target_tracking": ("target_tracking", "cpu"),
    }
    setting = settings.get(scaling["policy"])
    target = value_at(scaling, setting) if setting else None
    if setting and alarm["enabled"] and target and alarm["threshold"] <= target:
        other: KeyPath = ("scaling", *setting)
        message = f"{alarm['threshold']} is not above {dotted(other)} {target}"
        hint = f"raise it, or lower {dotted(other)}: it would be in ALARM at every scale-out"
        yield SettingIssue(("alarms", "cpu_high", "threshold"), message, hint, other)


@reads("scaling.step")
def _steps(data: Settings) -> Iterator[SettingIssue]:
    step = data["scaling"]["step"]
    out = [each["cpu_above"] for each in step["scale_out"]]
    low = [each["cpu_below"] for each in step["scale_in"]]
    if out != sorted(set(out)):
        yield SettingIssue(
            ("scaling", "step", "scale_out"), "steps do not rise", "sort them by cpu_above"
        )
    if low != sorted(set(low), reverse=True):
        yield SettingIssue(
            ("scaling", "step", "scale_in"), "steps do not fall", "sort them by cpu_below"
        )
    if min(out) <= max(low):
        hint = "leave a gap, or the fleet grows and shrinks in turn"
        yield SettingIssue(
            ("scaling", "step", "scale_in"), "does not begin below where scale_out begins", hint
        )


@reads("scaling.policy", "scaling.target_tracking")
def _target_tracking(data: Settings) -> Iterator[SettingIssue]:
    targets = data["scaling"]["target_tracking"]
    if data["scaling"]["policy"] != "target_tracking":
        return
    single = (targets["cpu"], targets["requests_per_target"], targets["memory"])
    if not any((*single, targets["queue"]["name"], targets["metrics"])):
        hint = "set cpu, requests_per_target, memory, queue or metrics"
        yield SettingIssue(("scaling", "target_tracking"), "no target", hint)


@reads("scaling.schedule", "fleet.min_size", "fleet.max_size")
def _schedule(data: Settings) -> Iterator[SettingIssue]:
    actions, fleet = data["scaling"]["schedule"], data["fleet"]
    counts = Counter(action["name"] for action in actions)
    for index, action in enumerate(actions):
        where = ("scaling", "schedule", index)
        if counts[action["name"]] > 1:
            yield SettingIssue(
                (*where, "name"), "is used by more than one action", "give each its own"
            )
        if action["min_size"] is None and action["max_size"] is None:
            yield SettingIssue(where, "changes nothing", "set min_size, max_size or both")
        low = fleet["min_size"] if action["min_size"] is None else action["min_size"]
        high = fleet["max_size"] if action["max_size"] is None else action["max_size"]
        if low > high:
            yield SettingIssue(
                where, f"min_size {low} is greater than max_size {high}", "raise the latter"
            )


@reads("scaling.schedule", "fleet.min_size", "fleet.max_size")
def _for_good(data: Settings) -> Iterator[SettingIssue]:
    """Yield the first action below a size of the fleet that no action sets again.

    An action sets a size for good, and CloudFormation leaves it alone (`_update_policy.j2`):
    https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-scheduled-scaling.html
    """
    actions = data["scaling"]["schedule"]
    sizes: tuple[tuple[Literal["min_size", "max_size"], int], ...] = (
        ("min_size", data["fleet"]["min_size"]),
        ("max_size", data["fleet"]["max_size"]),
    )
    for key, wanted in sizes:
        stated = [(each[key], index) for index, each in enumerate(actions)]
        found = [(size, index) for size, index in stated if size is not None]
        if found and all(size < wanted for size, _ in found):
            size, index = found[0]
            message = f"{size} stays for good: no action sets at least fleet.{key} {wanted}"
            hint = f"add an action that sets {key}: {wanted} again, at another time"
            where = ("scaling", "schedule", index, key)
            yield SettingIssue(where, message, hint, ("fleet", key))


@reads("scaling.schedule")
def _moments(data: Settings) -> Iterator[SettingIssue]:
    """Yield actions that are due together: AWS wants a time of its own for each.

    https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-scheduled-scaling.html
    """
    first: dict[tuple[str, str], int] = {}
    for index, action in enumerate(data["scaling"]["schedule"]):
        moment = (action["cron"], action["time_zone"])
        if (other := first.setdefault(moment, index)) != index:
            message = f"is due at the same moment as scaling.schedule[{other}]"
            hint = "join the two into one action, or let them start apart"
            yield SettingIssue(("scaling", "schedule", index, "cron"), message, hint)


CONSTRAINTS = (_cpu, _alarm, _steps, _target_tracking, _schedule, _for_good, _moments)
