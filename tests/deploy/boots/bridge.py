"""Connects a sandboxed instance, which has no network, to the emulator by a socket file."""

from __future__ import annotations

import contextlib
import os
import socket
import socketserver
import threading
from pathlib import Path


class _Bridge(socketserver.BaseRequestHandler):
    """Forwards a connection from a socket file to the emulator's port."""

    def handle(self) -> None:
        """Copy data in both directions until one side closes."""
        port: int = self.server.port  # type: ignore[attr-defined]
        with socket.create_connection(("127.0.0.1", port)) as there, contextlib.suppress(OSError):
            back = threading.Thread(target=_copy, args=(there, self.request), daemon=True)
            back.start()
            _copy(self.request, there)
            back.join()


def _copy(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


def build(path: Path, port: int) -> socketserver.BaseServer:
    """Return a running server that forwards connections to a socket file to a local port."""
    folder = os.open(path.parent, os.O_RDONLY)
    # A socket's path is limited to 108 bytes, which a temporary folder's may exceed.
    server = _Server(f"/proc/self/fd/{folder}/{path.name}", _Bridge)
    os.close(folder)
    server.port = port  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    return server
