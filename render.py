"""Render an environment's config into a checked CloudFormation template: see `--help`."""

import os
import sys

if sys.version_info < (3, 10):
    sys.stderr.write(
        "render.py: error: needs Python 3.10 or newer, this is %d.%d\n" % sys.version_info[:2]
    )
    sys.exit(2)

# `python -I`, `-P` and PYTHONSAFEPATH leave the folder of a script out of the path.
_HERE = os.path.dirname(os.path.realpath(__file__))
if _HERE not in sys.path:
    sys.path.append(_HERE)

from pipeline.cli.main import run

# At once: taking cfn-lint's objects down one by one would take some percent of the whole run.
os._exit(run())
