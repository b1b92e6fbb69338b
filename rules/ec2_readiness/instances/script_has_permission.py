"""What the boot script calls and the role does not allow."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import (
    Finding,
    Rule,
    View,
    allowed,
    allows,
    aws,
    called_actions,
    is_shell,
    launches,
    prepared,
    surely_run,
)

# The script has other credentials than the instance's.
CREDENTIALS = re.compile(r"(?i)aws_access_key_id|assume-role|aws_profile=|aws_session_token")


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
            text = launch.boot_text or ""
            needed = dict(called_actions(text))
            if not needed or CREDENTIALS.search(text):
                continue
            if not launch.has("IamInstanceProfile"):
                call = next(iter(needed.values()))
                unless = self._unless(text, call)
                message = f"The script calls {call}, but there is no instance profile"
                yield launch.finding(message, "UserData", unless=unless)
                continue
            for role in launch.roles or []:
                granted = allowed(role)
                missing = [a for a in needed if granted is not None and not allows(granted, a)]
                if missing:
                    call = needed[missing[0]]
                    message = f"The script calls {call}, but the role has no {missing[0]}"
                    elsewhere = "another stack allows it" if view.is_exposed(role) else ""
                    unless = elsewhere or self._unless(text, call)
                    yield role.finding_at(message, unless=unless)

    @staticmethod
    def _unless(text: str, call: str) -> str:
        """What would make the call needless: a branch that is not taken, a script that goes on."""
        words = tuple(call.split())
        found = [c for c in surely_run(prepared(text)) if c.words[:3] == words]
        if is_shell(text) and all(command.is_tolerated for command in found):
            return "the script never gets there, or goes on without it"
        return ""
