from __future__ import annotations

from tests.deploy.boots.log_streams import stream_names
from tests.deploy.stack.emulator import Emulator


def test_streams_of_many_instances_are_found(emulator: Emulator) -> None:
    client = emulator.client("logs", "eu-west-1")
    client.create_log_group(logGroupName="many-streams")
    names = [f"i-{index:02}/{kind}" for index in range(30) for kind in ("boot", "failure")]
    for name in names:
        client.create_log_stream(logGroupName="many-streams", logStreamName=name)
    assert stream_names(client, "many-streams", "i-29") == ["i-29/boot", "i-29/failure"]
