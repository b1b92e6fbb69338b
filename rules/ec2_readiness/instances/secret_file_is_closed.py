"""A file with secrets that every user reads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import (
    INIT_KEYS,
    Finding,
    Rule,
    View,
    aws,
    every_config,
    launches,
    pick,
    prepared,
    string,
)

WRITTEN = re.compile(
    r"(?:>|\btee)\s*['\"]?(/[\w./-]*(?:secret|password|credential|private)[\w./-]*)", re.IGNORECASE
)

CLOSED = r"(?:chmod|install)\s[^\n]*(?:0?[46]00|go-\S*r|go=)"


class SecretFileIsClosed(Rule):
    id = "WR9478"
    shortdesc = "A file with secrets is readable by its owner only"
    description = (
        "A file that the boot script writes is readable by every user of the instance, unless "
        "umask, chmod or install says otherwise."
    )
    instead = (
        "Write umask 077 before, or chmod 600 after it; mode '000600' in the metadata of cfn-init"
    )
    assumes = "a file named after secrets holds them"
    source_url = aws("AWSCloudFormation/latest/TemplateReference/aws-resource-init.html")
    tags = ["instances", "boot", "security"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            text = prepared(launch.boot_text or "")
            for path in WRITTEN.findall(text):
                closed = rf"umask\s+0?0?77|{CLOSED}[^\n]*{re.escape(path)}"
                if not re.search(closed, text):
                    yield launch.finding(f"Every user may read {path}", "UserData")
                    break
        for holder, name, config in every_config(view):
            files = pick(config, "files")
            for path, body in files.items() if isinstance(files, dict) else ():
                mode = string(pick(body, "mode")) or ""
                if WRITTEN.match(f">{path}") and mode[-1:] not in ("", "0"):
                    text = f"Every user may read {path}"
                    yield holder.finding_at(text, *INIT_KEYS, name, "files", path, "mode")
