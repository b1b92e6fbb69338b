"""MiniStack, an emulator of AWS, on a free port of 127.0.0.1 until the tests end."""

from __future__ import annotations

import functools
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from tests.deploy.process import processes

ACCOUNT = "123456789012"
_HOST = "127.0.0.1"
_SECONDS_TO_START = 60


class Emulator:
    """A running emulator, for one account; `region` is what its clients ask for."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, account: str = ACCOUNT) -> None:
        self.process, self.port, self.account = process, port, account
        # Substitutes for names that cannot be created, put into each template before deployment.
        self.substitutes: dict[str, str] = {}
        self._making = threading.Lock()  # boto3 makes one client at a time
        self._making_bucket, self._buckets = threading.Lock(), set[str]()

    def of(self, account: str) -> Emulator:
        """Return the same emulator for another account."""
        return Emulator(self.process, self.port, account)

    @property
    def url(self) -> str:
        """The endpoint's URL."""
        return f"http://{_HOST}:{self.port}"

    def environment(self, region: str) -> dict[str, str]:
        """Return environment variables that make the AWS CLI use only the emulator."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        return {
            **kept,
            "PATH": os.pathsep.join([os.path.dirname(sys.executable), kept.get("PATH", "")]),
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": self.account,  # the emulator uses it as the account id
            "AWS_SECRET_ACCESS_KEY": "none",
            "AWS_DEFAULT_REGION": region,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_PAGER": "",
        }

    def client(self, service: str, region: str) -> Any:
        """Return a boto3 client of a service in a region."""
        with self._making:
            return self._client(service, region)

    @functools.cache  # noqa: B019 (there is one emulator, as long as the tests run)
    def _client(self, service: str, region: str) -> Any:
        return boto3.session.Session().client(
            service,
            region_name=region,
            endpoint_url=self.url,
            aws_access_key_id=self.account,
            aws_secret_access_key="none",  # noqa: S106 (an emulator has no secrets)
            config=Config(retries={"max_attempts": 1}, s3={"addressing_style": "path"}),
        )

    def make_bucket(self, name: str, region: str) -> None:
        """Create a bucket unless it exists; bucket names are global, in AWS too."""
        client = self.client("s3", region)
        # us-east-1 is not accepted as a LocationConstraint.
        where = {"CreateBucketConfiguration": {"LocationConstraint": region}}
        with self._making_bucket:
            if name not in self._buckets:
                client.create_bucket(Bucket=name, **({} if region == "us-east-1" else where))
            self._buckets.add(name)

    def log(self) -> str:
        """Return the end of the emulator's log, for failure messages."""
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")[-4000:]

    @property
    def folder(self) -> Path:
        """The folder of all files that the emulator writes."""
        return Path(str(self.process.args[3]))  # type: ignore[index]


def start() -> Emulator:
    """Start an emulator and wait until it answers."""
    folder, port = processes.make_folder("emulator"), _free_port()
    settings = {
        "BIND_HOST": _HOST,
        "GATEWAY_PORT": str(port),
        "AUTH": "true",  # enforces capabilities, as AWS does
        "TMPDIR": str(folder),
        "S3_DATA_DIR": str(folder / "s3"),
        "HOME": str(folder),
    }
    with (folder / "log").open("wb") as log:
        command = [sys.executable, "-m", "ministack"]
        process = processes.start(command, log, folder, None, {**os.environ, **settings})
    emulator = Emulator(process, port)
    _await(emulator)
    return emulator


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        return int(probe.getsockname()[1])


def _await(emulator: Emulator) -> None:
    deadline = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < deadline and emulator.process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex((_HOST, emulator.port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"the emulator does not start: {emulator.log()}")
