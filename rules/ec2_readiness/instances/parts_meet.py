"""Paths and names that two parts of the boot ought to share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache

from ec2_readiness.engine import (
    Finding,
    Rule,
    View,
    agents,
    entries,
    launches,
    pick,
    prepared,
    shown,
)

WRITES = re.compile(r"(?m)^\s*Standard(?:Output|Error)=(?:append|file|truncate):(\S+)\s*$")
ENVIRONMENT = re.compile(r"(?m)^\s*EnvironmentFile=(/\S+)\s*$")
USER = re.compile(r"(?m)^\s*User=([a-z_][\w-]*)\s*$")
ADDED = re.compile(r"\b(?:useradd|adduser)\b[^\n;|&]*?\s['\"]?([a-z_][\w-]*)['\"]?\s*(?:[;|&\n]|$)")
UNPACKED = re.compile(r"\btar\b[^\n;|&]*\s(?:-C|--directory)[ =]['\"]?(/[\w./-]+)")
MADE = re.compile(r"\bmkdir\b[^\n;|&]*?\s['\"]?(/[\w./-]+)")
MISPLACED = re.compile(r"/etc/systemd/[\w@.-]+\.(?:service|timer|socket)\b")


class PartsMeet(Rule):
    id = "WR9477"
    shortdesc = "What one part of the boot writes is what another part reads"
    description = (
        "A unit reads its environment file, its user and its directory where the script has put "
        "them; the agent and logrotate find a log where the unit writes it; systemd finds units in "
        "/etc/systemd/system. A name that differs on one side is not found."
    )
    instead = "Write the same path or name on both sides"
    assumes = "a name that the template makes and uses nowhere was meant as the one that is missing"
    source_url = "https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html"
    tags = ["instances", "boot", "logs"]

    def check_view(self, view: View) -> Iterator[Finding]:
        collected = {
            shown(pick(file, "file_path"))
            for agent in agents(view)
            for _, file in entries(pick(agent.logs, "logs_collected", "files", "collect_list"))
        }
        for launch in launches(view):
            text = prepared(launch.boot_text or "")
            paths = [path for _, _, config in launch.init_configs for path in _files(config)]
            for problem in _problems(text, tuple(paths), frozenset(collected)):
                yield launch.finding(problem, "UserData")


@lru_cache(maxsize=64)  # each view of the template has the same texts
def _problems(text: str, paths: tuple[str, ...], collected: frozenset[str]) -> list[str]:
    return list(dict.fromkeys([*_names(text, paths), *_logs(text, collected)]))


def _files(config: object) -> list[str]:
    files = pick(config, "files")
    return [str(path) for path in files] if isinstance(files, dict) else []


def _names(text: str, paths: tuple[str, ...]) -> Iterator[str]:
    """What is read and not made, where something like it is made and not read."""
    for path in [*paths, *re.findall(r"(?:>|tee)\s+(\S+)", text)]:
        if MISPLACED.fullmatch(path):
            yield f"systemd looks for units in /etc/systemd/system, not at {path}"
    written = {*paths, *re.findall(r"(?:>|tee)\s*(/\S+)", text)}
    for path in ENVIRONMENT.findall(text):
        spare = [p for p in written if p.endswith(".env") and f"EnvironmentFile={p}" not in text]
        yield from _near(path, written, spare, "writes")
    made = set(ADDED.findall(text))
    for name in USER.findall(text):
        spare = [one for one in made if not re.search(rf"(?m)User={one}\s*$", text)]
        yield from _near(name, made, spare, "creates the user")
    folders = set(MADE.findall(text))
    for folder in UNPACKED.findall(text):
        inside = any(folder == one or folder.startswith(f"{one}/") for one in folders)
        if folder.startswith(("/opt/", "/srv/", "/var/www/")) and not inside:
            yield from _near(folder, folders, list(folders), "makes")


def _near(name: str, known: set[str], spare: list[str], verb: str) -> Iterator[str]:
    if name not in known and "$" not in name:
        near = [one for one in spare if SequenceMatcher(None, one, name).ratio() > 0.4]
        if near:
            yield f"Nothing {verb} {name}; did you mean {min(near)}?"


def _logs(text: str, collected: frozenset[str]) -> Iterator[str]:
    """The file that a unit writes is among those that the agent collects and logrotate keeps."""
    for path in WRITES.findall(text):
        if collected and path.startswith("/var/log/") and not _listed(path, collected):
            yield f"The agent does not collect {path}, which the unit writes"
        rotated = re.findall(r"(?m)^\s*((?:/var/log/\S+\s+)+)\{", text)
        names = {name for group in rotated for name in group.split()}
        if names and path.startswith("/var/log/") and not _listed(path, names):
            yield f"logrotate rotates no {path}, which the unit writes"


def _listed(path: str, names: set[str] | frozenset[str]) -> bool:
    patterns = [re.escape(name).replace(r"\*", ".*") for name in names]
    return any(re.fullmatch(pattern, path) for pattern in patterns)
