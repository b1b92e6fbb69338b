"""Secrets that anyone who may describe the launch template can read."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Hole, Rule, View, aws, holes, launches


class NoSecretsInUserData(Rule):
    id = "WR9412"
    shortdesc = "User data holds no secrets"
    description = (
        "A dynamic reference in user data is resolved into the launch template, where all who "
        "may describe it read the secret; ssm-secure is refused there altogether."
    )
    instead = "Let the boot script fetch the secret with the instance's role"
    source_url = aws("AWSCloudFormation/latest/UserGuide/dynamic-references.html")
    tags = ["instances", "boot", "security"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            for hole in holes(launch.get("UserData")):
                if self._is_secret(view, hole):
                    yield launch.finding(
                        f"A secret ({hole.key or hole.shown()}) ends up in user data", "UserData"
                    )
                    break

    @staticmethod
    def _is_secret(view: View, hole: Hole) -> bool:
        if hole.key.startswith(("{{resolve:secretsmanager", "{{resolve:ssm-secure")):
            return True
        return str(view.parameter(hole.target).get("NoEcho")).lower() == "true"
