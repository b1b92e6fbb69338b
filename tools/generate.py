"""Format schema/ and write all that is generated from it; with --check, name what is stale."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools import editor_schema, format_schema, settings_reference, settings_types


def main(arguments: list[str]) -> int:
    """Run the generators, the formatter first; return the exit code."""
    mains = (format_schema.main, editor_schema.main, settings_types.main, settings_reference.main)
    return max([main(arguments) for main in mains])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
