"""What the servers around an instance share: /proof/environment.json and a quiet handler."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

PROOF = Path("/proof")
ENVIRONMENT: dict[str, Any] = json.loads((PROOF / "environment.json").read_text("utf-8"))


class Server(ThreadingHTTPServer):
    """A server that can bind its address again at once."""

    daemon_threads = True
    allow_reuse_address = True


class Quiet(BaseHTTPRequestHandler):
    """A handler without a log."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        """Write no log."""

    def answer(self, status: int, body: bytes | str, kind: str = "text/plain") -> None:
        """Send a complete response."""
        data = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)
