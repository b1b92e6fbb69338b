"""Calls to AWS by stand-ins on the instance, through the gateway."""

from __future__ import annotations

import json
import os
import urllib.parse
import urllib.request
from typing import Any

GATEWAY = "http://aws:4566"  # a name instead of an address, so that a proxy is used
METADATA = "http://169.254.169.254/latest"


def instance_metadata(path: str) -> str:
    """Return instance metadata, with a token, as IMDSv2 requires."""
    lifetime = {"X-aws-ec2-metadata-token-ttl-seconds": "60"}
    asked = urllib.request.Request(f"{METADATA}/api/token", method="PUT", headers=lifetime)
    with urllib.request.urlopen(asked, timeout=5) as answer:
        token = answer.read().decode()
    headers = {"X-aws-ec2-metadata-token": token}
    asked = urllib.request.Request(f"{METADATA}/meta-data/{path}", headers=headers)
    with urllib.request.urlopen(asked, timeout=5) as answer:
        return str(answer.read().decode())


def query(service: str, action: str, version: str, region: str, **parameters: str) -> str:
    """Make a call of the query protocol; return the XML."""
    body = urllib.parse.urlencode({"Action": action, "Version": version, **parameters})
    kind = "application/x-www-form-urlencoded"
    return _post(service, region, body.encode(), {"Content-Type": kind})


def target(service: str, operation: str, region: str, body: dict[str, Any]) -> dict[str, Any]:
    """Make a call of the JSON protocol; return the answer."""
    headers = {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": operation}
    answer = _post(service, region, json.dumps(body).encode(), headers)
    return dict(json.loads(answer or "{}"))


def _post(service: str, region: str, body: bytes, headers: dict[str, str]) -> str:
    scope = f"123456789012/20261123/{region}/{service}/aws4_request"
    signed = f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"
    # Distinguishes calls of CloudFormation's helpers and the agent from those of the CLI.
    who = {"Authorization": signed, "X-Proof-Caller": os.environ.get("PROOF_CALLER", "")}
    asked = urllib.request.Request(GATEWAY, data=body, headers={**headers, **who})
    with urllib.request.urlopen(asked, timeout=20) as answer:
        return str(answer.read().decode())
