"""Cloud-config that cloud-init passes over."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from ec2_readiness.engine import (
    Finding,
    Rule,
    View,
    aws,
    cloud_config,
    entries,
    launches,
    names,
    nearest,
    pick,
)


class CloudConfigKnown(Rule):
    id = "WR9460"
    shortdesc = "Cloud-config has keys that cloud-init knows"
    description = (
        "cloud-init passes over a key that none of its modules has, and over a file without a "
        "path: nothing of it is done, and the boot goes on."
    )
    instead = "Write the key as cloud-init's reference does"
    assumes = "a key that is nearly one of cloud-init was meant as that"
    source_url = aws("AWSEC2/latest/UserGuide/user-data.html")
    tags = ["instances", "boot"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            text = cloud_config(launch.script or "")
            if text is None:
                continue
            try:
                parsed = yaml.safe_load(text)
            except yaml.YAMLError:
                continue  # what is filled in may be any text
            for key in parsed if isinstance(parsed, dict) else ():
                near = nearest("cloud-config keys", str(key))
                if near and key not in names("cloud-config keys"):
                    yield launch.finding(f"{key!r} is no key; did you mean {near}?", "UserData")
            for _, file in entries(pick(parsed, "write_files")):
                if isinstance(file, dict) and "path" not in file:
                    yield launch.finding("A file of write_files has no path", "UserData")
