"""Format the files of schema/, one keyword a line; with --check, fail if one is not formatted."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.generated import ROOT, as_json, write


def main(arguments: list[str]) -> int:
    """Format or check the files; return the exit code."""
    paths = sorted((ROOT / "schema").glob("*.json"))
    texts = {path: as_json(json.loads(path.read_text(encoding="utf-8"))) for path in paths}
    return write(texts, "python tools/format_schema.py", arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
