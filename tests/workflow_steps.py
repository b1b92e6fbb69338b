"""The steps of workflows, each with the shell that GitHub or GitLab runs it by."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tests.support import ROOT

# What GitHub runs for each `shell` of a step: "Workflow syntax for GitHub Actions",
# `jobs.<job_id>.steps[*].shell`. Only a shell that is stated has `pipefail`.
_GITHUB = {
    None: ("bash", "-e"),
    "bash": ("bash", "--noprofile", "--norc", "-eo", "pipefail"),
}
# GitLab's runner puts `set -o pipefail` and `set -o errexit` before a script.
GITLAB_SHELL = ("bash", "-eo", "pipefail")


class Step(NamedTuple):
    """A script of a workflow, and the command that runs it."""

    name: str
    script: str
    shell: tuple[str, ...]

    @property
    def command(self) -> list[str]:
        """What runs the script."""
        return [*self.shell, "-c", self.script]

    def run(self, folder: Path, given: dict[str, str]) -> subprocess.CompletedProcess[str]:
        """Run the script in a folder, whose programs come first."""
        return subprocess.run(
            self.command,
            cwd=folder,
            env={**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", **given},
            capture_output=True,
            text=True,
            check=False,
        )


def github_steps(path: Path) -> Iterator[Step]:
    """Yield the steps of a workflow that run a script; raises KeyError for an unknown shell."""
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    for job in workflow["jobs"].values():
        for step in job.get("steps", []):
            if "run" in step:
                shell = step.get("shell") or _default(job) or _default(workflow)
                yield Step(step.get("name", ""), step["run"], _GITHUB[shell])


def github_step(path: Path, name: str) -> Step:
    """Return the step of a workflow that has this name."""
    [found] = [step for step in github_steps(path) if step.name == name]
    return found


def gitlab_steps(path: Path) -> Iterator[Step]:
    """Yield the scripts of GitLab's jobs, by the comments in front of them."""
    text = path.read_text(encoding="utf-8")
    names = re.findall(r"^    # (.+)\n    - \|$", text, re.MULTILINE)
    scripts = [line for job in yaml.safe_load(text).values() for line in job.get("script", [])]
    for name, script in zip(names, scripts, strict=True):
        yield Step(name, script, GITLAB_SHELL)


def deployment_steps(name: str) -> dict[str, Step]:
    """Return a step of the deployments of docs/workflows/, by platform."""
    workflows = ROOT / "docs" / "workflows"
    [gitlab] = [each for each in gitlab_steps(workflows / "gitlab-deploy.yml") if each.name == name]
    return {"github": github_step(workflows / "github-deploy-stack.yml", name), "gitlab": gitlab}


def _default(holder: dict[str, Any]) -> str | None:
    shell: str | None = holder.get("defaults", {}).get("run", {}).get("shell")
    return shell
