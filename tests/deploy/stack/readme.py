"""The command with which the README deploys a stack."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

README = Path(__file__).parents[3] / "README.md"
_BLOCK = re.compile(r"## Deploy\n.*?```sh\n(aws cloudformation deploy .*?)```", re.DOTALL)


def deploy_command(stack: str, template: Path) -> list[str]:
    """Return the README's command for another stack and another template."""
    match = _BLOCK.search(README.read_text("utf-8"))
    assert match, "the README's section Deploy has no command"
    words = shlex.split(match[1].replace("\\\n", " "))
    theirs = {"--stack-name": stack, "--template-file": str(template)}
    for option, value in theirs.items():
        words[words.index(option) + 1] = value
    return words
