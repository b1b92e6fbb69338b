"""What a boot script installs."""

from __future__ import annotations

import re

from ec2_readiness.engine._fleet import Launch
from ec2_readiness.engine._scripts import prepared
from ec2_readiness.engine._values import pick

_INSTALL = re.compile(
    r"\b(?:dnf|yum|apt|apt-get|snap|zypper|apk|rpm|pip3?|npm|amazon-linux-extras)\b"
    r"[^\n;|&]*?\s(?:install|add|localinstall|groupinstall|-i\w*)\b([^\n;|&]*)"
)


def installed(launch: Launch) -> str:
    """The names of the packages that the script and its cfn-init install, in one text."""
    script = prepared(launch.boot_text or "")
    if script.startswith("#cloud-config"):
        return script
    found = [match[1] for match in _INSTALL.finditer(script)]
    for _, _, config in launch.init_configs:
        managers = pick(config, "packages")
        for names in managers.values() if isinstance(managers, dict) else ():
            found += names if isinstance(names, dict) else ()
    return " ".join(found)
