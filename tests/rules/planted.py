"""Mistakes with a sound twin: tables of places, each with a wrong and a right value."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from .corpus import HERE, changed, load

ABSENT = "(absent)"
DATA = "Template/Properties/LaunchTemplateData"
IMAGES = {
    "stock": "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
    "ubuntu": "/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id",
}


@dataclass(frozen=True)
class Pair:
    """A place in a sound template, with a wrong and a right value for it."""

    number: int
    body: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.body['rule']}-{self.number}"

    def template(self, side: str) -> dict[str, Any]:
        """Return the base with one of the two values in it."""
        value, path = self.body[side], self.body.get("base", "minimal.yml")
        place = self.body.get("place", f"{DATA}/UserData")
        if "place" not in self.body:  # the value is a boot script
            value = {"Fn::Base64": {"Fn::Sub": value}}
        also = dict(self.body.get("also", {}))
        if "profile" in self.body:
            also[f"{DATA}/IamInstanceProfile"] = {"Name": self.body["profile"]}
        if "image" in self.body:
            also[f"{DATA}/ImageId"] = f"{{{{resolve:ssm:{IMAGES[self.body['image']]}}}}}"
        if "policy" in self.body:
            wait = self.body["policy"]
            also["Group/CreationPolicy"] = {"ResourceSignal": {"Count": 2, "Timeout": wait}}
            rolling = {"MinInstancesInService": 2, "WaitOnResourceSignals": True, "PauseTime": wait}
            also["Group/UpdatePolicy"] = {"AutoScalingRollingUpdate": rolling}
        folder = "sound" if "." in path else "bases"
        base = _base(HERE / folder / (path if "." in path else f"{path}.yml"))
        removed = self.body.get("absent", [])
        if value == ABSENT:
            return changed(base, also, removed, drop=place)
        return changed(base, {**also, place: value}, removed)

    def is_at(self, path: list[str | int]) -> bool:
        at = self.body["at"]
        wanted = at.strip("/").split("/") if at.startswith("/") else ["Resources", at]
        return [str(key) for key in path[: len(wanted)]] == wanted


@cache
def _base(path: Path) -> dict[str, Any]:
    return load(path)


def pairs() -> list[Pair]:
    """All pairs, numbered by rule."""
    seen: Counter[str] = Counter()
    found = []
    for file in sorted((HERE / "pairs").glob("*.yml")):
        for body in yaml.safe_load(file.read_text()):
            seen[body["rule"]] += 1
            found.append(Pair(seen[body["rule"]], body))
    return found
