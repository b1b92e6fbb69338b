"""How large the fleet is, how it moves, and what a deployment does to it."""

from typing import NamedTuple

from pipeline.review.attributes import is_protected
from pipeline.review.deployment import plans
from pipeline.review.fleet import read_fleet, seconds
from pipeline.review.plan import Plan
from pipeline.review.sheet.alarms import AlarmRow
from pipeline.review.sheet.keeping import never_deleted
from pipeline.review.sheet.spot import spot_share
from pipeline.review.sheet.stack import Properties, Stack
from pipeline.review.sheet.tracking import tracking
from pipeline.review.wording import duration, plural

_SHOWN = 6  # capacities; between the first and the last the rest reads alike


class DeploymentRow(NamedTuple):
    """A deployment that finds a number of instances, in words."""

    capacity: int
    steps: str
    lowest: int
    highest: int
    time: str


def sizes(stack: Stack) -> list[str]:
    """Return, as sentences, between which sizes the fleet is, and which of it EC2 may interrupt."""
    fleet = read_fleet(stack.data)
    if fleet is None:
        return []
    found = [f"{fleet.name}: {fleet.low} to {fleet.high} instances."]
    if len({high for _, high in fleet.ranges}) > 1:
        found.append("A deployment stays within the maximum size that the schedule has set last.")
    if spot := spot_share(stack):
        found.append(f"{spot}: EC2 may interrupt each of them with a notice of two minutes.")
    return found


def creation(stack: Stack) -> str:
    """Return, as sentences, what the creation of the stack waits for."""
    for name, _ in stack.of_type("AWS::AutoScaling::AutoScalingGroup"):
        signal = stack.resources[name].get("CreationPolicy", {}).get("ResourceSignal", {})
        if signal:
            count = plural(stack.number(signal.get("Count", 1)) or 1, "instance")
            time = duration(seconds(signal.get("Timeout", "PT5M")))
            return (
                f"The first deployment waits for the signals of {count}, each sent when the load "
                f"balancer finds the instance healthy, for at most {time}; otherwise "
                f"CloudFormation rolls back (docs/deploying.md).{_stuck(stack)}"
            )
    return ""


def _stuck(stack: Stack) -> str:
    """Return, as a sentence, what keeps a failed creation from being rolled back."""
    for name, properties in stack.of_type("AWS::ElasticLoadBalancingV2::LoadBalancer"):
        if is_protected(properties):
            return (
                f" The rollback cannot delete {name}: switch alb.deletion_protection on after the "
                "first deployment only."
            )
    for name, properties in stack.of_type("AWS::AutoScaling::AutoScalingGroup"):
        if never_deleted(properties):
            return (
                f" The rollback cannot delete {name}: set fleet.deletion_protection after the "
                "first deployment only."
            )
    return ""


def moves(stack: Stack, alarms: list[AlarmRow]) -> list[str]:
    """Return, as sentences, what makes the fleet larger and smaller."""
    found = []
    for name, properties in stack.of_type("AWS::AutoScaling::ScalingPolicy"):
        triggers = [each.condition for each in alarms if name in each.acts]
        when = f", when {' or '.join(triggers)}" if triggers else ""
        found.append(f"{name}{when}: {_policy(stack, properties)}.")
    for name, properties in stack.of_type("AWS::AutoScaling::ScheduledAction"):
        sizes = [
            f"{word} {stack.words(properties[key])}"
            for key, word in (("MinSize", "at least"), ("MaxSize", "at most"))
            if key in properties
        ]
        zone = stack.words(properties.get("TimeZone", "UTC"))
        start = stack.words(properties.get("Recurrence", properties.get("StartTime", "")))
        found.append(f"{name}: {' and '.join(sizes)} from {start} ({zone}) on.")
    for _, properties in stack.of_type("AWS::AutoScaling::AutoScalingGroup"):
        if lifetime := stack.number(properties.get("MaxInstanceLifetime", 0)):
            found.append(
                f"The group replaces an instance after {lifetime // 86400} days at the latest."
            )
    return found


def deployment_rows(stack: Stack) -> list[DeploymentRow]:
    """Return a deployment for each number of instances that it can find, at most a handful."""
    fleet = read_fleet(stack.data)
    found = plans(fleet) if fleet else []
    if len(found) > _SHOWN:
        worst = min(found, key=lambda each: (each.percent, each.capacity))
        chosen = {each.capacity: each for each in (*found[:2], worst, *found[-2:])}
        found = [chosen[capacity] for capacity in sorted(chosen)]
    return [_row(each) for each in found]


def undocumented(stack: Stack) -> str:
    """Return, as a sentence, at which sizes AWS does not say what a deployment does."""
    fleet = read_fleet(stack.data)
    found = plans(fleet) if fleet else []
    sizes = [each.capacity for each in found if not each.is_documented]
    if not sizes:
        return ""
    *before, last = sizes
    if before and sizes == [each.capacity for each in found[-len(sizes) :]]:
        many = f"{plural(sizes[0], 'instance')} or more"
    else:
        others = f"{', '.join(map(str, before))} or " if before else ""
        many = others + plural(last, "instance")
    return (
        f"With {many} the update policy asks for the maximum size in service, and AWS does not "
        "document what CloudFormation does then: the row assumes that it replaces one at a time. "
        "Raise the maximum size or lower deployment.rolling.min_active_percent, or choose "
        "deployment.strategy refresh."
    )


def _row(found: Plan) -> DeploymentRow:
    time = f"{duration(found.shortest)} to {duration(found.longest)}"
    return DeploymentRow(found.capacity, _steps(found), found.lowest, found.highest, time)


def _steps(found: Plan) -> str:
    """Return the steps, equal ones in a row counted."""
    counted: list[tuple[str, int]] = []
    for step in found.steps:
        if counted and counted[-1][0] == step.text:
            counted[-1] = (step.text, counted[-1][1] + 1)
        else:
            counted.append((step.text, 1))
    texts = [text if times == 1 else f"{times} times: {text}" for text, times in counted]
    return "; ".join(texts) or "no instance to replace"


def _policy(stack: Stack, properties: Properties) -> str:
    kind = stack.words(properties.get("PolicyType", "SimpleScaling"))
    if kind == "TargetTrackingScaling":
        return tracking(stack, properties)
    if kind == "PredictiveScaling":
        mode = stack.words(properties.get("PredictiveScalingConfiguration", {}).get("Mode", ""))
        return f"forecasts load from the last two weeks ({mode})"
    percent = "%" if properties.get("AdjustmentType") == "PercentChangeInCapacity" else " instances"
    steps = properties.get("StepAdjustments") or [properties]
    changes = [f"{stack.number(each.get('ScalingAdjustment')):+d}{percent}" for each in steps]
    least = stack.words(properties.get("MinAdjustmentMagnitude", ""))
    pause = stack.words(properties.get("Cooldown", ""))
    words = " or ".join(changes) + (f", at least {least}" if least else "")
    return words + (f", then a pause of {duration(int(pause))}" if pause.isdigit() else "")
