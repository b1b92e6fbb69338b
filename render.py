"""Render an environment's config into a checked CloudFormation template: see `--help`."""

import os
import sys

if sys.version_info < (3, 10):
    sys.stderr.write(
        "render.py: error: needs Python 3.10 or newer, this is %d.%d\n" % sys.version_info[:2]
    )
    sys.exit(2)

# Behind Python's own modules, for each of which it would be looked through, and before what is
# installed. `python -I`, `-P` and PYTHONSAFEPATH leave the folder of a script out of the path.
_HERE = os.path.dirname(os.path.realpath(__file__))
if _HERE in sys.path:
    sys.path.remove(_HERE)
_INSTALLED = [each for each in sys.path if each.endswith(("site-packages", "dist-packages"))]
sys.path.insert(sys.path.index(_INSTALLED[0]) if _INSTALLED else len(sys.path), _HERE)

from pipeline.cli.main import run

# At once: taking cfn-lint's objects down one by one would take some percent of the whole run.
os._exit(run())
