"""Settings of units that systemd does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache

from ec2_readiness.engine import Finding, Rule, View, launches, prepared

SECTION = re.compile(r"^\s*\[(Unit|Service|Install|Timer|Socket|Path|Mount)\]\s*$")
SETTING = re.compile(r"^\s*([A-Z][A-Za-z]+)\s*=\s*(.*?)\s*$")
KNOWN = [
    "Description",
    "Documentation",
    "Wants",
    "Requires",
    "Requisite",
    "BindsTo",
    "PartOf",
    "Upholds",
    "Conflicts",
    "Before",
    "After",
    "OnFailure",
    "OnSuccess",
    "StartLimitIntervalSec",
    "StartLimitBurst",
    "StartLimitAction",
    "ConditionPathExists",
    "ConditionFileNotEmpty",
    "AssertPathExists",
    "RequiresMountsFor",
    "DefaultDependencies",
    "Type",
    "ExecStart",
    "ExecStartPre",
    "ExecStartPost",
    "ExecCondition",
    "ExecReload",
    "ExecStop",
    "ExecStopPost",
    "RestartSec",
    "TimeoutStartSec",
    "TimeoutStopSec",
    "TimeoutSec",
    "RuntimeMaxSec",
    "WatchdogSec",
    "Restart",
    "SuccessExitStatus",
    "RestartPreventExitStatus",
    "RemainAfterExit",
    "GuessMainPID",
    "PIDFile",
    "BusName",
    "NotifyAccess",
    "KillMode",
    "KillSignal",
    "SendSIGKILL",
    "User",
    "Group",
    "DynamicUser",
    "SupplementaryGroups",
    "WorkingDirectory",
    "RootDirectory",
    "Environment",
    "EnvironmentFile",
    "PassEnvironment",
    "UnsetEnvironment",
    "StandardInput",
    "StandardOutput",
    "StandardError",
    "SyslogIdentifier",
    "LimitNOFILE",
    "LimitNPROC",
    "LimitCORE",
    "LimitMEMLOCK",
    "UMask",
    "Nice",
    "OOMScoreAdjust",
    "MemoryMax",
    "MemoryHigh",
    "CPUQuota",
    "TasksMax",
    "Slice",
    "Delegate",
    "CapabilityBoundingSet",
    "AmbientCapabilities",
    "NoNewPrivileges",
    "PrivateTmp",
    "PrivateDevices",
    "PrivateNetwork",
    "ProtectSystem",
    "ProtectHome",
    "ProtectKernelTunables",
    "ProtectKernelModules",
    "ProtectControlGroups",
    "ReadWritePaths",
    "ReadOnlyPaths",
    "InaccessiblePaths",
    "StateDirectory",
    "CacheDirectory",
    "LogsDirectory",
    "RuntimeDirectory",
    "ConfigurationDirectory",
    "StateDirectoryMode",
    "RuntimeDirectoryMode",
    "WantedBy",
    "RequiredBy",
    "Alias",
    "Also",
    "DefaultInstance",
    "OnCalendar",
    "OnBootSec",
    "OnUnitActiveSec",
    "OnUnitInactiveSec",
    "OnActiveSec",
    "OnStartupSec",
    "AccuracySec",
    "RandomizedDelaySec",
    "Persistent",
    "Unit",
    "ListenStream",
    "ListenDatagram",
    "Accept",
    "PathExists",
    "PathChanged",
    "PathModified",
]
VALUES = {
    "Restart": [
        "no",
        "always",
        "on-success",
        "on-failure",
        "on-abnormal",
        "on-abort",
        "on-watchdog",
    ],
    "Type": ["simple", "exec", "forking", "oneshot", "dbus", "notify", "notify-reload", "idle"],
    "KillMode": ["control-group", "mixed", "process", "none"],
}
TARGETS = ("multi-user.target", "default.target", "graphical.target", "network-online.target")


class UnitSettingsKnown(Rule):
    id = "WR9473"
    shortdesc = "A unit has settings and values that systemd knows"
    description = (
        "systemd ignores a setting that it does not know, and a value that is none of a setting's: "
        "the service does not restart, or is not started at boot."
    )
    instead = "Write the setting as systemd's manual has it"
    assumes = "a word that is nearly one of systemd's was meant as that"
    source_url = "https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html"
    tags = ["instances", "boot"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            for problem in found(prepared(launch.boot_text or "")):
                yield launch.finding(problem, "UserData")


@lru_cache(maxsize=64)  # each view of the template has the same units
def found(text: str) -> list[str]:
    """What is wrong with the units in the text, each once."""
    return list(dict.fromkeys(problems(text)))


def problems(text: str) -> Iterator[str]:
    """What is wrong with the units in the text."""
    inside = False
    for line in text.splitlines():
        setting = SETTING.match(line)
        if SECTION.match(line):
            inside = True
        elif inside and setting:
            yield from _problem(setting[1], setting[2])
        elif line.strip():
            inside = False


def _problem(name: str, value: str) -> Iterator[str]:
    near = get_close_matches(name, KNOWN, 1, 0.85)
    if name not in KNOWN and near:
        yield f"systemd knows no {name}; did you mean {near[0]}?"
    known = VALUES.get(name)
    if known and value and "$" not in value and value not in known:
        yield f"{name} is {value}: it is one of {', '.join(known)}"
    for target in value.split() if name in ("WantedBy", "RequiredBy", "After", "Wants") else ():
        close = get_close_matches(target, TARGETS, 1, 0.85)
        if target not in TARGETS and close and target.endswith(".target"):
            yield f"{name} is {target}; did you mean {close[0]}?"
