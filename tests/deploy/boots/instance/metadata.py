"""The instance metadata service."""

from __future__ import annotations

import secrets

from tests.deploy.boots.instance.serving import ENVIRONMENT, Quiet


class Metadata(Quiet):
    """The instance metadata service, version 2 only: requests need a token."""

    tokens: set[str] = set()  # noqa: RUF012 (one service, one set)

    def _give_token(self) -> None:
        """Return a token."""
        if self.path != "/latest/api/token" or not self._lifetime():
            self.answer(400, "")
            return
        token = secrets.token_urlsafe(40)
        self.tokens.add(token)
        self.answer(200, token)

    def _lifetime(self) -> bool:
        seconds = self.headers.get("X-aws-ec2-metadata-token-ttl-seconds", "0")
        return seconds.isdigit() and 1 <= int(seconds) <= 21600

    def _answer(self) -> None:
        """Answer requests that have a token."""
        if self.headers.get("X-aws-ec2-metadata-token") not in self.tokens:
            self.answer(401, "")
            return
        found = ENVIRONMENT["metadata"].get(self.path.removeprefix("/latest/").rstrip("/"))
        self.answer(*((404, "") if found is None else (200, found)))

    do_PUT, do_GET = _give_token, _answer
