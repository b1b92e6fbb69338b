"""The outermost error handler: every run ends in one of five exit codes."""

from __future__ import annotations

import contextlib
import gc
import sys
from pathlib import Path

from pipeline.cli.streams import drop_output, prepare_streams


def run() -> int:
    """Run the command; return its exit code."""
    # A run is short and keeps what it makes, cfn-lint's million objects above all: looking for
    # garbage among them has cost a third of the whole run.
    gc.disable()
    prepare_streams()
    try:
        code = _run_command()
        sys.stdout.flush()
        sys.stderr.flush()
    except KeyboardInterrupt:
        sys.stderr.write("render.py: interrupted\n")
        return 130
    except BrokenPipeError:
        drop_output()  # the reader has ended
        return 0
    except OSError as error:
        return cannot(error)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] == "pipeline":
            raise
        return missing(error.name)
    except Exception:
        from pipeline.output.report import internal_error

        internal_error()
        return 3
    return code


def _run_command() -> int:
    from pipeline.cli.command import main

    try:
        return main(sys.argv[1:], Path(__file__).resolve().parents[2])
    except SystemExit as end:  # of --help, --version and wrong usage
        return int(end.code or 0)


def cannot(error: OSError) -> int:
    """Say what could not be read or written; return the exit code."""
    with contextlib.suppress(OSError):
        what = error.filename or "standard output"
        sys.stderr.write(f"render.py: error: {what}: {error.strerror or error}\n")
        sys.stderr.flush()
    drop_output()
    return 2


def missing(library: str) -> int:
    """Say which library is missing and how to install it; return the exit code."""
    from pipeline.cli.versions import install_command

    command = install_command(Path(__file__).resolve().parents[2])
    sys.stderr.write(f"render.py: error: the library {library} is not installed; run: {command}\n")
    return 2
