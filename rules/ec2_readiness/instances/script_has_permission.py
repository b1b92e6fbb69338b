"""What the boot script calls and the role does not allow."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, allowed, allows, aws, called_actions, launches


class ScriptHasPermission(Rule):
    id = "ER9409"
    shortdesc = "The instance's role allows what its boot script calls"
    description = (
        "The AWS command line in user data has the instance role's permissions and no others. A "
        "call that they do not cover is denied, and the boot fails or never becomes ready."
    )
    instead = "Allow the action in a policy of the role"
    source_url = aws("IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html")
    tags = ["instances", "boot", "permissions"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            needed = dict(called_actions(launch.boot_text or ""))
            if not needed:
                continue
            if not launch.has("IamInstanceProfile"):
                call = next(iter(needed.values()))
                yield launch.finding(
                    f"The script calls {call}, but there is no instance profile", "UserData"
                )
                continue
            for role in launch.roles or []:
                granted = allowed(role)
                missing = [a for a in needed if granted is not None and not allows(granted, a)]
                if missing:
                    text = (
                        f"The script calls {needed[missing[0]]}, but the role has no {missing[0]}"
                    )
                    yield role.finding_at(text)
