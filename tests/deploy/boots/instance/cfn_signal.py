"""Stand-in for cfn-signal, with the documented options for signalling a resource.

A reason is for wait conditions only: SignalResource has no parameter for it.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-signal.html
"""

from __future__ import annotations

import argparse
import re
import sys
import urllib.error

from tests.deploy.boots.instance.aws_call import instance_metadata, query


def main() -> int:
    """Signal; reject undocumented options."""
    parser = argparse.ArgumentParser(prog="cfn-signal", allow_abbrev=False)
    parser.add_argument("-s", "--success", choices=["true", "false"], default="true")
    parser.add_argument("-e", "--exit-code", type=int)
    parser.add_argument("-i", "--id")
    parser.add_argument("--stack", required=True)
    parser.add_argument("--resource", required=True)
    parser.add_argument("--region", default="us-east-1")
    asked = parser.parse_args()
    good = asked.success == "true" if asked.exit_code is None else asked.exit_code == 0
    try:
        query(
            "cloudformation",
            "SignalResource",
            "2010-05-15",
            asked.region,
            StackName=asked.stack,
            LogicalResourceId=asked.resource,
            UniqueId=asked.id or instance_metadata("instance-id"),
            Status="SUCCESS" if good else "FAILURE",
        )
    except urllib.error.HTTPError as refused:
        words = re.findall("<(?:Code|Message)>([^<]*)", refused.read().decode())
        sys.exit(": ".join(words))
    return 0


if __name__ == "__main__":
    sys.exit(main())
