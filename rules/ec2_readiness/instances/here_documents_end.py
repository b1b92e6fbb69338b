"""A here-document that swallows the rest of the script."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, is_shell, launches

OPENED = re.compile(r"<<(-?)\s*(['\"]?)([A-Za-z_]\w*)\2")


class HereDocumentsEnd(Rule):
    id = "ER9427"
    shortdesc = "A here-document ends where it is meant to"
    description = (
        "The word that ends a here-document stands alone in its line, in the first column "
        "(after <<- behind tabs only). Where it is indented by blanks the shell takes all "
        "that follows for text: the rest of the script never runs."
    )
    instead = "Put the end word in the first column"
    source_url = "https://www.gnu.org/software/bash/manual/bash.html"
    tags = ["instances", "boot"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            script = launch.script or ""
            if is_shell(script):
                for word in self._open(script.split("\n")):
                    yield launch.finding(f"The here-document {word} does not end", "UserData")

    @staticmethod
    def _open(lines: list[str]) -> Iterator[str]:
        number = 0
        while number < len(lines):
            opened = OPENED.search(lines[number].split(" #")[0])
            number += 1
            if opened is None or "<<<" in lines[number - 1]:
                continue
            for end in range(number, len(lines)):
                text = lines[end].rstrip("\r")
                if (text.lstrip("\t") if opened[1] else text) == opened[3]:
                    number = end + 1
                    break
            else:
                if any(line.strip() == opened[3] for line in lines[number:-1]):
                    yield opened[3]  # it stands there, and the script goes on behind it
                return
