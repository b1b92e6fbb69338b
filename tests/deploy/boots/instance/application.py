#!/opt/proof/python
"""A small application: answers on PORT, writes a log, and fails as its MODE says."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MODE = "well"  # a release is this file with another mode


class Application(BaseHTTPRequestHandler):
    """Answers every path with 200, or with 503 if it is unhealthy."""

    def do_GET(self) -> None:
        """Answer."""
        self.send_response(503 if MODE == "unhealthy" else 200)
        self.end_headers()
        if self.path == "/environment":
            self.wfile.write(json.dumps(dict(os.environ)).encode())

    def log_message(self, *_: object) -> None:
        """Do not log requests."""


def _stop(*_: object) -> None:
    time.sleep(int(os.environ.get("SECONDS_TO_STOP", "0")))
    print("stopping", flush=True)
    os._exit(0)


def main() -> None:
    """Listen until stopped, or fail as the mode says."""
    print(f"Error: nothing yet, but starting as {MODE}", flush=True)
    if MODE == "dying":
        sys.exit("Error: cannot open the database")
    if MODE == "killed":
        os.kill(os.getpid(), signal.SIGKILL)  # as the kernel does when it runs out of memory
    if MODE == "dying after a minute":
        time.sleep(60)
        sys.exit("Error: lost the database")
    signal.signal(signal.SIGTERM, _stop)
    port = int(os.environ["PORT"])
    print(f"listening on port {port} as {os.getuid()}", flush=True)
    ThreadingHTTPServer(("", port), Application).serve_forever()


if __name__ == "__main__":
    main()
