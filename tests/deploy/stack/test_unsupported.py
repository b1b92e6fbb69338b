from __future__ import annotations

import json
from typing import Any

import pytest

from tests.deploy.stack import unsupported
from tests.deploy.stack.emulator import Emulator

REGION = "eu-west-1"
PROBES = unsupported.probes()


@pytest.mark.parametrize("what", PROBES)
def test_the_emulator_does_not_support_it(emulator: Emulator, what: str) -> None:
    template, refusal = PROBES[what]
    client = emulator.client("cloudformation", REGION)
    name = "probe-" + "".join(letter for letter in what if letter.isalnum())
    try:
        client.create_stack(StackName=name, TemplateBody=json.dumps(template))
    except client.exceptions.ClientError as error:
        reasons = [str(error)]
    else:
        reasons = _reasons(client, name)
    client.delete_stack(StackName=name)
    assert any(refusal in each for each in reasons), (
        f"delete '{what}' from unsupported.py: {reasons}"
    )


def _reasons(client: Any, name: str) -> list[str]:
    for _ in range(100):
        status = client.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"]
        if not status.endswith("IN_PROGRESS"):
            break
    events = client.describe_stack_events(StackName=name)["StackEvents"]
    return [each.get("ResourceStatusReason", "") for each in events]
