"""Stands in for dnf: knows the packages that templates here install, and lays down stand-ins."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

PROOF = Path("/proof")
PACKAGES = Path("/opt/proof/packages")


def main() -> int:
    """Install packages; refuse every other use."""
    words = [word for word in sys.argv[1:] if not word.startswith("-")]
    if words[:1] != ["install"] or len(words) < 2:
        sys.stderr.write(f"dnf: these tests know 'install' only, not {words}\n")
        return 2
    world = json.loads((PROOF / "world.json").read_text("utf-8"))
    if world["network"] == "none":
        sys.stderr.write("Error: Failed to download metadata for repo 'amazonlinux'\n")
        return 1
    with (PROOF / "packages").open("a", encoding="utf-8") as file:
        file.writelines(f"{name}\n" for name in words[1:])
    for name in words[1:]:
        if (PACKAGES / name).is_dir():
            shutil.copytree(PACKAGES / name, "/", dirs_exist_ok=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
