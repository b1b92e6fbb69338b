"""Session Manager with a part of what it needs."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, allowed, allows, aws, launches

CHANNELS = (
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
)
REGISTERS = "ssm:UpdateInstanceInformation"


class SessionIsWhole(Rule):
    id = "WR9816"
    shortdesc = "A role for Session Manager has all that a session needs"
    description = (
        "The agent registers with ssm:UpdateInstanceInformation and opens sessions with four "
        "actions of ssmmessages. With a part of them no session connects."
    )
    instead = "Allow all five actions, or attach AmazonSSMManagedInstanceCore"
    source_url = aws(
        "systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html"
    )
    tags = ["permissions", "instances"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            for role in launch.roles or []:
                granted = allowed(role)
                if granted is None or view.is_exposed(role):
                    continue
                wanted = (REGISTERS, *CHANNELS)
                missing = [action for action in wanted if not allows(granted, action)]
                if missing and len(missing) < len(wanted):
                    yield role.finding_at(f"Sessions need {missing[0]}, too")
