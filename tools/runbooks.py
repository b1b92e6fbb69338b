"""Write docs/runbooks.md, a section for each alarm; with --check, fail if it is not up to date.

An alarm's description is that of a rendered template; commands and causes are in runbooks.yml.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pipeline.config.schema_files import load_schema
from pipeline.render.alarm_table import ALARMS, Alarm
from pipeline.render.jinja import PartialEnvironment
from pipeline.template.assembly import render_config
from tools.generated import ROOT, write
from tools.shipped import shipped

PAGE = ROOT / "docs" / "runbooks.md"
DATA: dict[str, Any] = yaml.safe_load((ROOT / "tools" / "runbooks.yml").read_text("utf-8"))
# It has each alarm.
CONFIG: dict[str, Any] = {
    "regions": ["eu-west-1"],
    "application": {"baked": True},
    "alb": {
        "https": {
            "certificate": "arn:aws:acm:eu-west-1:123456789012:certificate/11111111-2222"
            "-3333-4444-555555555555"
        },
        "waf": {"managed_rules": True},
    },
    "scaling": {
        "schedule": [
            {"name": "Evening", "cron": "0 20 * * *", "min_size": 0, "max_size": 0},
            {"name": "Morning", "cron": "0 6 * * *", "min_size": 2, "max_size": 4},
        ]
    },
    "alerts": {"fallback_email": "oncall@example.com"},
    "alarms": {alarm.setting: {"enabled": True} for alarm in ALARMS},
    "slo": {"availability": 99.9},
}
# Alarms that a config names; they share a section.
OWN = {
    "MetricFilters": "A filter of `logs.metric_filters` matches often.",
    "QueryAlarms": "A query of `logs.query_alarms` has a result above its threshold.",
}
HEAD = """# Runbooks

A section for each alarm, generated from the templates' descriptions and `tools/runbooks.yml` by
`python tools/runbooks.py`. Paste this first, with the name of the stack. It finds the target
group by the end of its logical id: an internal stack has another one, and so does `alb.existing`.

```sh
STACK=shop-prod
physical() {
  aws cloudformation describe-stack-resource --stack-name "$STACK" --logical-resource-id "$1" \\
    --query StackResourceDetail.PhysicalResourceId --output text
}
target_group() {
  aws cloudformation list-stack-resources --stack-name "$STACK" --output text --query \\
    'StackResourceSummaries[?ends_with(LogicalResourceId, `"TargetGroup"`)
      && !starts_with(LogicalResourceId, `"Port"`)].PhysicalResourceId'
}
mute() {
  aws cloudwatch put-alarm-mute-rule --name "$STACK-$1" \\
    --mute-targets "AlarmNames=$(physical "$1")" --rule "Schedule={Expression=at($2),Duration=$3}"
}
```

`INSTANCE_ID` is one of the ids that the command before lists: MemoryAlarm and DiskAlarm do not say
which instance it is. With `metrics.per_instance` the metrics do.

Pages and tickets: UsersAffectedAlarm pages; where `alarms.users_affected` is off, its parts and
SLOFastBurnAlarm do. AlertFailuresAlarm goes to `alerts.fallback_email`. All others are tickets, for
`alerts.tickets` if there are such recipients. While UsersAffectedAlarm is in ALARM, and for some
time after, GroupAlarm, ApplicationErrorsAlarm and SLOSlowBurnAlarm send nothing: they are about the
same fault.

`mute ALARM BEGIN DURATION` silences an alarm for that time, and ends by itself: `BEGIN` is a minute
to come, in UTC, such as `2026-12-01T22:00`; `PT2H` is two hours, `P1D` a day, `P15D` the longest.
An alarm that is in ALARM at the end sends its message then.
`aws cloudwatch delete-alarm-mute-rule --alarm-mute-rule-name "$STACK-ALARM"` ends it sooner. The
AWS CLI has these commands since February 2026. For times that recur there is `alerts.mute`.

An alarm that is part of another has no actions: mute the one that it is part of, which mutes the
other parts, too. Before an alarm on errors or latency is switched off, remove the
[rollback triggers](deploying.md#roll-back-on-alarms), if the stack has any.
"""


def descriptions() -> dict[str, str]:
    """Return what each alarm says is wrong, by logical id."""
    project = shipped()
    schema, partials = load_schema(project.schema), PartialEnvironment(project.partials, None)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "runbooks.yml"
        path.write_text(yaml.safe_dump(CONFIG), encoding="utf-8")
        template = render_config(partials, schema, path, path.name).template.data
    texts = {
        str(id_): resource.get("Properties", {}).get("AlarmDescription")
        for id_, resource in template["Resources"].items()
    }
    return {id_: str(text).partition(" See ")[0] for id_, text in texts.items() if text}


def page(said: dict[str, str]) -> str:
    """Return the page as Markdown."""
    alarms = {alarm.id: alarm for alarm in ALARMS}
    said = {**said, **OWN}
    return HEAD + "".join(
        _section(name, each, said[name], alarms.get(name)) for name, each in DATA["alarms"].items()
    )


def _section(name: str, data: dict[str, Any], said: str, alarm: Alarm | None) -> str:
    commands = "\n".join(DATA["commands"][each] for each in data["commands"])
    causes = "".join(f"- {each}\n" for each in data["causes"])
    parent = alarm.parent if alarm else ""
    part = f" Part of [{parent}](#{parent.lower()})." if parent else ""
    return (
        f"\n## {name}\n\n{said}{part}\n\n```sh\n{commands}\n```\n\nUsual causes:\n\n{causes}\n"
        f"{_silence(name, alarm)}"
    )


def _silence(name: str, alarm: Alarm | None) -> str:
    """Return how to silence an alarm for some time and, where a setting does, for good."""
    if name in OWN:
        name = "NAMEAlarm"
    parent = alarm.parent if alarm else ""
    all_parts = f", all that is part of {parent}" if parent else ""
    shared = alarm and sum(each.setting == alarm.setting for each in ALARMS) > 1
    alone = ", this one alone" if parent and not shared else ""
    text = f"Silence it for some time{all_parts}: `mute {parent or name} BEGIN PT2H`."
    if alarm:
        setting = f"`alarms.{alarm.setting}.enabled: false`, deployed"
        text += f" For good{alone}: {setting}."
    return text + "\n"


def main(arguments: list[str]) -> int:
    """Write or check the page; return the exit code."""
    return write({PAGE: page(descriptions())}, "python tools/runbooks.py", arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
