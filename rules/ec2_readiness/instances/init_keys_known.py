"""A key that cfn-init passes over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from ec2_readiness.engine import INIT_KEYS, Finding, Rule, Value, View, aws, every_config

# Each section with the keys that its entries have; none where they are names of their own.
SECTIONS: dict[str, tuple[str, ...]] = {
    "packages": (),
    "groups": ("gid",),
    "users": ("uid", "groups", "homeDir"),
    "sources": (),
    "files": (
        "content",
        "source",
        "encoding",
        "group",
        "owner",
        "mode",
        "authentication",
        "context",
    ),
    "commands": ("command", "env", "cwd", "test", "ignoreErrors", "waitAfterCompletion"),
    "services": (
        "enabled",
        "ensureRunning",
        "files",
        "sources",
        "packages",
        "commands",
    ),
}
KINDS = {
    "packages": ("apt", "dnf", "msi", "python", "rpm", "rubygems", "yum", "zypper"),
    "services": ("sysvinit", "systemd", "windows"),
}


class InitKeysKnown(Rule):
    id = "WR9430"
    shortdesc = "The metadata of cfn-init has keys that cfn-init knows"
    description = (
        "cfn-init takes packages, groups, users, sources, files, commands and services, each "
        "with keys of its own, and passes over any other: what stands below it is never done, "
        "and the boot reports success."
    )
    instead = "Write the key as the reference of AWS::CloudFormation::Init does"
    source_url = aws("AWSCloudFormation/latest/TemplateReference/aws-resource-init.html")
    tags = ["instances", "boot"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for resource, name, body in every_config(view):
            if name != "configSets" and isinstance(body, dict):
                for problem, *place in self._unknown(body):
                    keys = (*INIT_KEYS, name, *place)
                    yield resource.finding_at(str(problem), *keys)

    @classmethod
    def _unknown(cls, config: dict[str, Value]) -> Iterator[tuple[str | int, ...]]:
        for section, body in config.items():
            if section not in SECTIONS:
                yield cls._said(section, SECTIONS), section
            elif isinstance(body, dict):
                for name, item in body.items():
                    if section in ("packages", "services") and name not in KINDS[section]:
                        yield cls._said(name, KINDS[section]), section, name
                    inner = item.items() if section == "services" and isinstance(item, dict) else ()
                    for place, keys in [((name,), item), *(((name, k), v) for k, v in inner)]:
                        if isinstance(keys, dict) and (section != "services" or len(place) == 2):
                            for key in set(keys) - set(SECTIONS[section] or keys):
                                yield cls._said(key, SECTIONS[section]), section, *place, key

    @staticmethod
    def _said(key: str, known: Iterable[str]) -> str:
        near = get_close_matches(key, list(known), 1, 0.5)
        return f"cfn-init knows no {key!r}" + (f"; did you mean {near[0]}?" if near else "")
