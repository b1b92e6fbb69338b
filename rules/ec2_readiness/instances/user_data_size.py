"""How long a boot script may be."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, aws, launches


class UserDataSize(Rule):
    id = "ER9405"
    shortdesc = "User data is at most 16 KB before it is encoded"
    description = "EC2 refuses user data of more than 16,384 bytes, counted before Base64."
    instead = "Move the bulk into cfn-init metadata or into a file that the script fetches"
    source_url = aws("AWSEC2/latest/UserGuide/user-data.html")
    tags = ["instances", "boot", "limits"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            size = launch.script_bytes
            if size > 16384:
                yield launch.finding(f"The user data has at least {size:,} bytes", "UserData")
