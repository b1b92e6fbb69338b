#!/opt/proof/python
"""A small application: answers on PORT, logs what it does, and misbehaves as its file says."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MODE = "well"  # a release is made from this text with another mode in it


class Application(BaseHTTPRequestHandler):
    """Answers every path with 200, or with 503 where it is unwell."""

    def do_GET(self) -> None:
        """Answer."""
        self.send_response(503 if MODE == "unhealthy" else 200)
        self.end_headers()
        if self.path == "/environment":
            self.wfile.write(json.dumps(dict(os.environ)).encode())

    def log_message(self, *_: object) -> None:
        """Keep the log for what matters."""


def main() -> None:
    """Listen for ever, unless the mode says otherwise."""
    print(f"Error: nothing yet, but starting as {MODE}", flush=True)
    if MODE == "dying":
        sys.exit("Error: cannot open the database")
    if MODE == "killed":
        os.kill(os.getpid(), signal.SIGKILL)  # as the kernel does when memory is short
    if MODE == "dying after a minute":
        time.sleep(60)
        sys.exit("Error: lost the database")
    port = int(os.environ["PORT"])
    print(f"listening on port {port} as {os.getuid()}", flush=True)
    ThreadingHTTPServer(("", port), Application).serve_forever()


if __name__ == "__main__":
    main()
