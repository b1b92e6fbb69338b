"""The outermost error handler: every run ends in one of five exit codes."""

from __future__ import annotations

import gc
import io
import os
import sys
from pathlib import Path

REQUIREMENTS = "requirements.txt"


def run() -> int:
    """Run the command; return its exit code."""
    # A run is short and keeps what it makes, cfn-lint's million objects above all: looking for
    # garbage among them, also on the way out, has cost a third of the whole run.
    gc.disable()
    from pipeline.cli.command import main

    try:
        # A template is the same bytes wherever it is written.
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
        code = main(sys.argv[1:], Path(__file__).resolve().parents[2])
        sys.stdout.flush()
    except KeyboardInterrupt:
        sys.stderr.write("render.py: interrupted\n")
        return 130
    except BrokenPipeError:
        # Whoever read has seen enough; what is left must not be flushed into nothing at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] == "pipeline":
            raise
        return missing(error.name)
    except Exception:
        from pipeline.output.report import internal_error

        internal_error()
        return 3
    finally:
        gc.freeze()
    return code


def missing(library: str) -> int:
    """Say which library is missing and how to install it; return the exit code."""
    command = f"python3 -m venv .venv && .venv/bin/pip install -q -r {REQUIREMENTS}"
    sys.stderr.write(f"render.py: error: the library {library} is not installed; run: {command}\n")
    return 2
