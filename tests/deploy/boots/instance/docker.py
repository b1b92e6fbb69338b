"""Stand-in for Docker, with the behaviour that templates here use; it rejects everything else.

An image is the program /opt/proof/container/start. A container gets only the environment variables
that it is started with.
https://docs.docker.com/reference/cli/docker/container/run/
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.deploy.boots.instance.registry import PASSWORD, USERNAME, pull_from_ecr

STATE = Path("/var/lib/docker-images.json")
PROCESS = Path("/run/docker-container.pid")
PROGRAM = "/opt/proof/container/start"
_NOBODY = 65534


def main() -> int:
    """Run a subcommand."""
    if os.environ.get("DOCKER_HOST") or not _daemon_runs():
        return _fail("Cannot connect to the Docker daemon at unix:///var/run/docker.sock.")
    parser = argparse.ArgumentParser(prog="docker", allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, add in _COMMANDS.items():
        add(commands.add_parser(name, allow_abbrev=False))
    asked = parser.parse_args()
    return int(asked.run(asked))


def _daemon_runs() -> bool:
    return subprocess.run(["systemctl", "is-active", "-q", "docker"], check=False).returncode == 0


def _fail(message: str, status: int = 1) -> int:
    sys.stderr.write(f"{message}\n")
    return status


def _images() -> dict[str, str]:
    return dict(json.loads(STATE.read_text("utf-8"))) if STATE.exists() else {}


def _keep(images: dict[str, str]) -> None:
    STATE.write_text(json.dumps(images), encoding="utf-8")


def _login(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--username", required=True)
    parser.add_argument("--password-stdin", required=True, action="store_true")
    parser.add_argument("registry")
    parser.set_defaults(run=_log_in)


def _log_in(asked: Any) -> int:
    user = "AWS" if ".dkr.ecr." in asked.registry else USERNAME
    if (asked.username, sys.stdin.read().rstrip("\n")) != (user, PASSWORD):
        return _fail(f"Error response from daemon: Get https://{asked.registry}/v2/: unauthorized")
    folder = Path(os.environ["DOCKER_CONFIG"])
    (folder / "config.json").write_text(json.dumps({"auths": {asked.registry: {}}}))
    return 0


def _pull(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", required=True, action="store_true")
    parser.add_argument("image")
    parser.set_defaults(run=_pull_image)


def _pull_image(asked: Any) -> int:
    host, _, repository = asked.image.partition("/")
    if ".dkr.ecr." in host or host.startswith("registry."):  # those that are private
        config = Path(os.environ["DOCKER_CONFIG"], "config.json")
        known = json.loads(config.read_text("utf-8"))["auths"] if config.exists() else {}
        if host not in known:
            return _fail("Error response from daemon: no basic auth credentials")
    if ".dkr.ecr." in host:
        pull_from_ecr(host, repository)
    environment = json.loads(Path("/proof/environment.json").read_text("utf-8"))
    if environment["image"] == "missing":
        found = f"manifest for {asked.image} not found: manifest unknown"
        return _fail(f"Error response from daemon: {found}: Requested image not found")
    _keep({**_images(), asked.image: "pulled"})
    print(asked.image)
    return 0


def _tag(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("image")
    parser.add_argument("name")
    parser.set_defaults(run=_tag_image)


def _tag_image(asked: Any) -> int:
    images = _images()
    if asked.image not in images:
        return _fail(f"Error response from daemon: No such image: {asked.image}")
    _keep({**images, asked.name: "tagged"})
    return 0


def _image(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=["prune"])
    parser.add_argument("--all", required=True, action="store_true")
    parser.add_argument("--force", required=True, action="store_true")
    parser.set_defaults(run=_prune_images)


def _prune_images(_: Any) -> int:
    if Path("/run/docker-prune").exists():  # of another process
        return _fail("Error response from daemon: a prune operation is already running")
    return 0


def _run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rm", required=True, action="store_true")
    for option in ("--name", "--ulimit", "--publish"):
        parser.add_argument(option, required=True)
    parser.add_argument("--log-driver", required=True, choices=["none"])
    parser.add_argument("--security-opt", required=True, choices=["no-new-privileges"])
    parser.add_argument("--env", action="append", default=[])
    parser.add_argument("image")
    parser.add_argument("arguments", nargs=argparse.REMAINDER)
    parser.set_defaults(run=_run_container)


def _run_container(asked: Any) -> int:
    """Run the container in the foreground and forward signals to it, as `docker run` does."""
    outside, _, inside = asked.publish.partition(":")
    given = {name: os.environ[name] for name in asked.env if name in os.environ}
    if asked.image not in _images():
        return _fail(f"Unable to find image '{asked.image}' locally", 125)
    if not outside == inside == given.get("PORT"):
        return _fail(f"the published port is not the program's: {asked.publish}, {given}", 125)
    Path("/proc/sys/net/ipv4/ip_unprivileged_port_start").write_text("0")  # as in a container
    environment = {"PATH": "/usr/bin:/bin", **given}
    process = subprocess.Popen(
        [PROGRAM, *asked.arguments], env=environment, user=_NOBODY, group=_NOBODY, extra_groups=[]
    )
    PROCESS.write_text(str(process.pid), encoding="ascii")
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    status = process.wait()
    return 128 - status if status < 0 else status


def _stop(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--time", required=True, type=int)
    parser.add_argument("name")
    parser.set_defaults(run=_stop_container)


def _stop_container(asked: Any) -> int:
    if not (process := _process()):
        return _fail(f"Error response from daemon: No such container: {asked.name}")
    os.kill(process, signal.SIGTERM)
    deadline = time.monotonic() + asked.time
    while _process() and time.monotonic() < deadline:
        time.sleep(0.1)
    return 0


def _remove(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--force", required=True, action="store_true")
    parser.add_argument("name")
    parser.set_defaults(run=_remove_container)


def _remove_container(asked: Any) -> int:
    process = _process()
    if not process:
        return _fail(f"Error response from daemon: No such container: {asked.name}")
    os.kill(process, signal.SIGKILL)
    return 0


def _process() -> int:
    """Return the container's process id, 0 if it has ended."""
    process = int(PROCESS.read_text("ascii")) if PROCESS.exists() else 0
    return process if process and Path(f"/proc/{process}").exists() else 0


_COMMANDS = {
    "login": _login, "pull": _pull, "tag": _tag, "image": _image,
    "run": _run, "stop": _stop, "rm": _remove,
}  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
