"""Stand-in for dnf: installs stand-ins for known packages; updates change nothing."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

PROOF = Path("/proof")
PACKAGES = Path("/opt/proof/packages")


def main() -> int:
    """Install or upgrade packages; reject every other use."""
    words = [word for word in sys.argv[1:] if not word.startswith("-")]
    if not words or words[0] not in ("install", "upgrade") or words == ["install"]:
        sys.stderr.write(f"dnf: not supported by these tests: {' '.join(words)}\n")
        return 2
    environment = json.loads((PROOF / "environment.json").read_text("utf-8"))
    if environment["network"] == "none":
        sys.stderr.write("Error: Failed to download metadata for repo 'amazonlinux'\n")
        return 1
    if words[0] == "upgrade":
        return 0
    if missing := [name for name in words[1:] if name == environment["missing_package"]]:
        sys.stderr.write(f"No match for argument: {missing[0]}\nError: Unable to find a match\n")
        return 1
    with (PROOF / "packages").open("a", encoding="utf-8") as file:
        file.writelines(f"{name}\n" for name in words[1:])
    for name in words[1:]:
        if (PACKAGES / name).is_dir():
            shutil.copytree(PACKAGES / name, "/", dirs_exist_ok=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
