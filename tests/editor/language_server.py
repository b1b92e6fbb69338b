"""A client of a language server over standard input and output.

https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/
"""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from pathlib import Path
from typing import Any, NamedTuple

SECONDS = 60


class Position(NamedTuple):
    """A place in a document, counted from zero."""

    line: int
    character: int


class LanguageServer:
    """A running server; `stop` ends it."""

    def __init__(self, command: list[str], settings: dict[str, Any], root: Path) -> None:
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._messages: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._diagnostics: dict[str, list[dict[str, Any]]] = {}
        self._id = 0
        threading.Thread(target=self._receive, daemon=True).start()
        hover = {"contentFormat": ["markdown"]}
        item = {"snippetSupport": True, "documentationFormat": ["markdown"]}
        completion = {"completionItem": item}
        document = {
            "hover": hover,
            "completion": completion,
            "publishDiagnostics": {},
        }
        capabilities = {"textDocument": document}
        folder = {"rootUri": root.as_uri(), "capabilities": capabilities}
        self.request("initialize", {"processId": None, **folder})
        self._notify("initialized", {})
        self._notify("workspace/didChangeConfiguration", {"settings": settings})

    def stop(self) -> None:
        """End the server."""
        self._process.kill()
        self._process.wait()

    def open(self, path: Path, text: str) -> None:
        """Open a document."""
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": text}
        self._notify("textDocument/didOpen", {"textDocument": document})

    def diagnostics(self, path: Path) -> list[dict[str, Any]]:
        """Return an open document's diagnostics, once the server has published them."""
        while path.as_uri() not in self._diagnostics:
            self._handle(self._next())
        return self._diagnostics[path.as_uri()]

    def complete(self, path: Path, position: Position) -> list[dict[str, Any]]:
        """Return the completion's items at a position."""
        found = self.request("textDocument/completion", _at(path, position))
        items: list[dict[str, Any]] = found["items"] if isinstance(found, dict) else found
        return items

    def hover(self, path: Path, position: Position) -> str:
        """Return the hover's Markdown at a position, empty if there is none."""
        found = self.request("textDocument/hover", _at(path, position))
        return str(found["contents"]["value"]) if found else ""

    def request(self, method: str, params: dict[str, Any]) -> Any:
        """Send a request and return its result; raises RuntimeError if it is an error."""
        self._id += 1
        self._send({"id": self._id, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == self._id and "method" not in message:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return message["result"]
            self._handle(message)

    def _handle(self, message: dict[str, Any]) -> None:
        if message.get("method") == "textDocument/publishDiagnostics":
            self._diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "method" in message and "id" in message:
            self._send({"id": message["id"], "result": None})

    def _notify(self, method: str, params: dict[str, Any]) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        stream = self._process.stdin
        assert stream is not None
        stream.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        stream.flush()

    def _next(self) -> dict[str, Any]:
        message = self._messages.get(timeout=SECONDS)
        if message is None:
            raise RuntimeError(f"the server ended with exit code {self._process.wait()}")
        return message

    def _receive(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        while line := stream.readline():
            length = int(line.partition(b":")[2])  # Content-Length, the only header in use
            stream.readline()
            self._messages.put(json.loads(stream.read(length)))
        self._messages.put(None)


def _at(path: Path, position: Position) -> dict[str, Any]:
    return {"textDocument": {"uri": path.as_uri()}, "position": position._asdict()}
