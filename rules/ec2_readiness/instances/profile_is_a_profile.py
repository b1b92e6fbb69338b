"""An instance gets its role through a profile."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import ROLE, Finding, Rule, View, aws, launches


class ProfileIsAProfile(Rule):
    id = "ER9418"
    shortdesc = "IamInstanceProfile names an instance profile"
    description = (
        "EC2 refuses a role where it wants an instance profile, though the console shows them "
        "as one."
    )
    instead = "Add an AWS::IAM::InstanceProfile with the role and name that"
    source_url = aws("IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html")
    tags = ["instances", "permissions"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            profile = launch.profile
            if profile is not None and profile.type == ROLE:
                yield launch.finding(f"{profile.name} is a role", "IamInstanceProfile")
                continue
            value = launch.get("IamInstanceProfile")
            if profile is None or not isinstance(value, dict):
                continue
            for key, attribute in (("Arn", "Arn"), ("Name", "")):
                hole = value.get(key)
                if hole is not None and getattr(hole, "attribute", attribute) != attribute:
                    text = f"{hole.shown()} is not the profile's {key.lower()}"
                    yield launch.finding(text, "IamInstanceProfile", key)
