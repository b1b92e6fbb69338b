"""cfn-lint's opinion of each mutation: one that it notices by itself proves nothing here.

A process of its own, because cfn-lint takes a core for half a minute and is not made for threads:
`python -m tests.deploy.second_opinion FOLDER` writes a line of JSON for each mutation.
"""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path
from typing import Any

from cfnlint.config import ConfigMixIn
from cfnlint.decode import decode_str
from cfnlint.runner import Runner, run_template_by_data

from tests.deploy import mutation

# cfn-lint as it comes, without this project's readiness rules.
_SETTINGS = ["--config-file", str(Path(__file__).with_name("cfnlintrc.yml"))]


def opinion(text: str, region: str, rules: Any) -> list[str]:
    """Return what cfn-lint has to say of a template."""
    config = ConfigMixIn([*_SETTINGS, "--regions", region])
    data, matches = decode_str(text)
    return [str(match) for match in matches or run_template_by_data(data, config, rules)]


def main(folder: Path) -> None:
    """Write an opinion of each mutation."""
    rules = Runner(ConfigMixIn(_SETTINGS)).rules
    gc.freeze()  # a million objects that the collector need not look at again and again
    for index, each in enumerate(mutation.read()):
        mutant = mutation.render(each, folder / f"opinion-{index}")
        said = opinion(mutant.text, mutant.region, rules)
        sys.stdout.write(json.dumps({"what": each.what, "said": said}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
