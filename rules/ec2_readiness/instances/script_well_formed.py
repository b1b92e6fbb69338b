"""What the shell does not take."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from ec2_readiness.engine import (
    Finding,
    Rule,
    View,
    image_path,
    is_shell,
    launches,
    prepared,
    shell_commands,
    without_heredocs,
)

OPTIONS = [
    "allexport",
    "braceexpand",
    "emacs",
    "errexit",
    "errtrace",
    "functrace",
    "hashall",
    "histexpand",
    "history",
    "ignoreeof",
    "interactive-comments",
    "keyword",
    "monitor",
    "noclobber",
    "noexec",
    "noglob",
    "nolog",
    "notify",
    "nounset",
    "onecmd",
    "physical",
    "pipefail",
    "posix",
    "privileged",
    "verbose",
    "vi",
    "xtrace",
]
LOOPS = (("do", "done"), ("if", "fi"), ("case", "esac"))
BASHISMS = re.compile(
    r"(?m)^\s*\[\[\s|[=(]\(\s*\w+=\(|<<<|\bshopt\s|^\s*function\s+\w+|\bBASH_|<\(|pipefail|^\s*\(\("
)
OF_RED_HAT = re.compile(r"/ami-amazon-linux|amazon-linux")


class ScriptWellFormed(Rule):
    id = "WR9474"
    shortdesc = "A boot script is one that its shell takes"
    description = (
        "The shell stops at a loop or branch that is not closed; set refuses an option that it "
        "does not have; a name with a space before its = is a command that is not there; and sh of "
        "Ubuntu and Debian has none of bash's own constructs."
    )
    instead = "Correct the script; bash -n finds most of it"
    assumes = "the script has no parts that only its shell could read"
    source_url = "https://www.gnu.org/software/bash/manual/bash.html"
    tags = ["instances", "boot"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            script = prepared(launch.script or "")
            if is_shell(script) and launch.is_plain_script:
                for problem in self._found(script, image_path(launch))[:1]:
                    yield launch.finding(problem, "UserData")

    @classmethod
    @lru_cache(maxsize=64)  # each view of the template has the same script
    def _found(cls, script: str, image: str) -> list[str]:
        return [
            *cls._unbalanced(script),
            *cls._commands(script),
            *cls._foreign(script, image),
        ]

    @staticmethod
    def _unbalanced(script: str) -> Iterator[str]:
        """Keywords at the beginning of commands, outside of quotes and here-documents."""
        plain = re.sub(
            r"\\.|'[^']*'|\"(?:\\.|[^\"\\])*\"", "''", without_heredocs(script), flags=re.DOTALL
        )
        plain = re.sub(r"\$\{[^}]*\}|(?<=\s)#[^\n]*", "", plain)
        for opens, closes in LOOPS:
            counts = [
                len(
                    re.findall(
                        rf"(?:^|[;&|({{!`\n]|\bdo\b|\bthen\b|\belse\b|\btime\b)\s*{word}(?![\w=./-])",
                        plain,
                    )
                )
                for word in (opens, closes)
            ]
            if counts[0] != counts[1]:
                yield f"{opens} stands there {counts[0]} times, {closes} {counts[1]} times"

    @staticmethod
    def _commands(script: str) -> Iterator[str]:
        for command in shell_commands(script):
            name, *rest = command.words
            if name.isidentifier() and rest and rest[0].startswith("=") and f"${name}" in script:
                yield f"{name} {rest[0]} is no assignment: take the space away"
            if name == "set" and len(rest) > 1:
                for option, value in pairwise(rest):
                    if (
                        re.fullmatch(r"[-+]\w*o", option)
                        and value not in OPTIONS
                        and "$" not in value
                    ):
                        yield f"set has no option {value}"

    @staticmethod
    def _foreign(script: str, image: str) -> Iterator[str]:
        """Bash's own constructs for a shell that may be another."""
        if re.match(r"\s*#!\s*/bin/sh\b", script) and not OF_RED_HAT.search(image):
            match = BASHISMS.search(without_heredocs(script))
            if match:
                yield f"{match[0].strip()} is bash's, and the script is for sh"
