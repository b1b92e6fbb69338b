"""Stand-in for cfn-init, with the documented behaviour that templates here use.

It rejects what it does not support: a template must not rely on something that was never tested.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-init.html
"""

from __future__ import annotations

import argparse
import json
import logging
import subprocess
import sys
import urllib.error
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

from tests.deploy.boots.instance.aws_call import query
from tests.deploy.boots.instance.cfn_sections import UnsupportedError, apply, log

Data = dict[str, Any]
LOG = Path("/var/log/cfn-init.log")
_TRACEBACK = """Traceback (most recent call last):
  File "/usr/lib/python3.9/site-packages/cfnbootstrap/construction.py", line 1, in build
    raise ToolError(u"Command %%s failed" %% name)
cfnbootstrap.construction_errors.ToolError: %s
"""


def read_metadata(stack: str, resource: str, region: str) -> Data:
    """Return the resource's AWS::CloudFormation::Init metadata, as CloudFormation resolved it."""
    text = query(
        "cloudformation", "DescribeStackResource", "2010-05-15", region,
        StackName=stack, LogicalResourceId=resource,
    )  # fmt: skip
    found = next(
        (each.text for each in ET.fromstring(text).iter() if each.tag.endswith("}Metadata")), None
    )
    metadata = json.loads(found or "{}")
    if "AWS::CloudFormation::Init" not in metadata:
        raise UnsupportedError(f"{resource} has no metadata for cfn-init")
    return dict(metadata["AWS::CloudFormation::Init"])


def configs(metadata: Data, name: str) -> list[str]:
    """Return the names of the configs in a config set, nested sets included."""
    sets = metadata.get("configSets", {"default": ["config"]})
    if name not in sets:
        raise UnsupportedError(f"no config set is named {name}")
    members = sets[name] if isinstance(sets[name], list) else [sets[name]]
    names: list[str] = []
    for member in members:
        names += configs(metadata, member["ConfigSet"]) if isinstance(member, dict) else [member]
    return names


def say(error: Exception) -> None:
    """Log an error as cfn-init does: three times, and twice with the traceback behind it."""
    log.error("Error encountered during build of config: %s", error)
    with LOG.open("a", encoding="utf-8") as file:
        file.write(_TRACEBACK % error)
    log.error("%s", f"{'BUILD FAILED!':-^60}")
    log.error("Unhandled exception during build: %s", error)
    with LOG.open("a", encoding="utf-8") as file:
        file.write(_TRACEBACK % error)


def main() -> int:
    """Apply the metadata; reject undocumented options."""
    parser = argparse.ArgumentParser(prog="cfn-init", allow_abbrev=False)
    parser.add_argument("-s", "--stack", required=True)
    parser.add_argument("-r", "--resource", required=True)
    parser.add_argument("-c", "--configsets", default="default")
    parser.add_argument("--region", default="us-east-1")
    parser.add_argument("-v", "--verbose", action="store_true")
    asked = parser.parse_args()
    form = "%(asctime)s [%(levelname)s] %(message)s"
    logging.basicConfig(filename=LOG, level=logging.INFO, format=form)
    try:
        metadata = read_metadata(asked.stack, asked.resource, asked.region)
        for name in asked.configsets.split(","):
            for config in configs(metadata, name):
                log.info("config %s", config)
                apply(metadata[config])
    except (
        UnsupportedError,
        OSError,
        KeyError,
        urllib.error.URLError,
        subprocess.SubprocessError,
    ) as error:
        say(error)
        sys.stderr.write(f"Error occurred during build: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
