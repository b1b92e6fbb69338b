"""Prove configs on something that runs: `python -m tests.deploy [CONFIG.yml...] [OPTION...]`."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def main(arguments: list[str]) -> int:
    """Run the tests on the configs named, or on all; return pytest's exit status."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # clean up as after Ctrl-C
    files = [each for each in arguments if each.endswith((".yml", ".yaml"))]
    missing = [file for file in files if not Path(file).is_file()]
    if missing:
        sys.stderr.write(f"error: no such config: {', '.join(missing)}\n")
        return 2
    options = [each for each in arguments if each not in files]
    chosen = [f"--subject={Path(file).resolve()}" for file in files]
    return int(pytest.main(["-p", "no:cacheprovider", str(HERE), *chosen, *options]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
