"""Record the release that pipeline/__init__.py names: `python -m tests.releases`."""

from __future__ import annotations

from pipeline import VERSION
from tests.releases.record import record

if __name__ == "__main__":
    record(VERSION)
