"""Render an environment's config into a checked CloudFormation template: see `--help`."""

import sys

if sys.version_info < (3, 10):
    sys.stderr.write(
        "render.py: error: needs Python 3.10 or newer, this is %d.%d\n" % sys.version_info[:2]
    )
    sys.exit(2)

from pipeline.cli.main import run

sys.exit(run())
