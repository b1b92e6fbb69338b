"""What a boot script installs."""

from __future__ import annotations

import re

import yaml
from ec2_readiness.engine._fleet import Launch
from ec2_readiness.engine._scripts import cloud_config, prepared
from ec2_readiness.engine._values import pick

_INSTALL = re.compile(
    r"\b(?:dnf|yum|apt|apt-get|snap|zypper|apk|rpm|pip3?|npm|amazon-linux-extras)\b"
    r"[^\n;|&]*?\s(?:install|add|localinstall|groupinstall|-i\w*)\b([^\n;|&]*)"
)


def installed(launch: Launch) -> str:
    """The names of the packages that the script and its cfn-init install, in one text."""
    script = prepared(launch.boot_text or "")
    found = [match[1] for match in _INSTALL.finditer(script)]
    found.append(_of_cloud_config(launch.script or ""))
    for _, _, config in launch.init_configs:
        managers = pick(config, "packages")
        for names in managers.values() if isinstance(managers, dict) else ():
            found += names if isinstance(names, dict) else ()
    return " ".join(found)


def _of_cloud_config(script: str) -> str:
    """The packages of a cloud-config; all of its text where they are filled in, and may be any."""
    text = cloud_config(script)
    if text is None:
        return ""
    try:
        packages = str(pick(yaml.safe_load(text), "packages") or "")
    except yaml.YAMLError:
        return script
    return script if "filled" in packages else packages
