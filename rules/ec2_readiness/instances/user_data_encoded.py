"""User data travels in Base64."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, aws, launches


class UserDataEncoded(Rule):
    id = "ER9406"
    shortdesc = "User data is encoded with Fn::Base64"
    description = "EC2 takes user data in Base64 only: plain text is refused."
    instead = "Wrap the script in Fn::Base64"
    source_url = aws("AWSEC2/latest/APIReference/API_RequestLaunchTemplateData.html")
    tags = ["instances", "boot"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            data = launch.get("UserData")
            plain = data if isinstance(data, str) else None
            parts = getattr(data, "parts", None)
            if (
                plain is None
                and parts is not None
                and any("\n" in p for p in parts if isinstance(p, str))
            ):
                plain = "\n"
            if plain is not None and not self._is_encoded(plain):
                yield launch.finding("The user data is plain text", "UserData")

    @staticmethod
    def _is_encoded(text: str) -> bool:
        try:
            base64.b64decode("".join(text.split()), validate=True)
        except (binascii.Error, ValueError):
            return False
        return bool(text.strip())
