"""Runs cfn-lint, and the checks that need no boot, on each mutation.

A mutation that cfn-lint notices is not needed here. This takes a minute of CPU time, so it runs as
a process with its own emulator, and writes a line of JSON for each mutation:
`python -m tests.deploy.mutation.static_checks FOLDER`.
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

from tests.deploy.mutation import mutation
from tests.deploy.mutation.mutation import Mutation
from tests.deploy.process import processes
from tests.deploy.stack import emulator as emulators
from tests.deploy.stack.emulator import Emulator

# cfn-lint's own rules, without this project's.
_SETTINGS = ["--config-file", str(Path(__file__).with_name("cfnlintrc.yml"))]


def lint(text: str, region: str, rules: Any) -> list[str]:
    """Return cfn-lint's matches in a template."""
    config = ConfigMixIn([*_SETTINGS, "--regions", region])
    data, matches = decode_str(text)
    return [str(match) for match in matches or run_template_by_data(data, config, rules)]


def main(folder: Path) -> None:
    """Write the results of each mutation."""
    rules = Runner(ConfigMixIn(_SETTINGS)).rules
    gc.freeze()  # the rules are a million objects, which need not be collected
    emulator = emulators.start()
    for index, each in enumerate(mutation.read()):
        results: dict[str, Any] = {"what": each.what}
        try:
            results |= _results(each, rules, emulator, folder / f"static-checks-{index}")
        except Exception as error:
            results["error"] = f"{type(error).__name__}: {error}"
        sys.stdout.write(json.dumps(results) + "\n")
        sys.stdout.flush()
    processes.stop(emulator.process)


def _results(each: Mutation, rules: Any, emulator: Emulator, folder: Path) -> dict[str, list[str]]:
    mutant = mutation.render(each, folder)
    results = {"lint": lint(mutant.text, mutant.region, rules)}
    if not each.needs_boot and not each.about_rights:
        deployed = mutation.deploy(mutant, emulator, folder, folder.name)
        results["complaints"] = mutation.noticed(each, deployed)
    return results


if __name__ == "__main__":
    main(Path(sys.argv[1]))
