"""Answers every request until there is an application."""

import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = b"""<!doctype html>
<title>Placeholder</title>
<h1>The stack is up</h1>
<p>This page stands in for your application. In the config, replace
<code>application.placeholder</code> by <code>application.artifact</code> (a release in S3)
or <code>application.container</code> (an image), then render and deploy.</p>
"""


class Placeholder(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        status = int(sys.argv[1])
        page = b"" if status == 204 else PAGE
        self.send_response(status)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else page)

    do_HEAD = do_GET

    def log_message(self, *arguments):
        pass


port = int(os.environ["PORT"])
print(f"listening on port {port}", flush=True)
ThreadingHTTPServer(("", port), Placeholder).serve_forever()
