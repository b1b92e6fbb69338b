"""A unit whose name differs from its file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from ec2_readiness.engine import (
    Finding,
    Launch,
    Rule,
    View,
    configs,
    init_of,
    launches,
    pick,
    prepared,
)

STARTED = re.compile(
    r"\bsystemctl\s+(?:-\S+\s+)*(?:re)?(?:start|enable)\s+(?:--now\s+)?([^\n;|&]+)"
)


class UnitIsDefined(Rule):
    id = "WR9434"
    shortdesc = "A unit that is started has the name of the file that defines it"
    description = (
        "systemctl fails for a unit that no file defines, or none yet. Where the template writes a "
        "unit of nearly the same name, one of the two is misspelt."
    )
    instead = "Start the unit by the name of its file, when the file is there"
    assumes = "a name that is nearly that of a unit in the template was meant as that"
    source_url = "https://www.freedesktop.org/software/systemd/man/latest/systemctl.html"
    tags = ["instances", "boot"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            text = prepared(launch.possible_text or "")
            paths = "\n".join([text, *self._files(view)])
            defined = set(re.findall(r"/systemd/system/([\w@.-]+)\.service", paths))
            yield from self._too_early(launch)
            for name in self._asked(launch):
                near = get_close_matches(name, sorted(defined), 1, 0.75)
                if name not in defined and near:
                    yield launch.finding(
                        f"No file defines {name}; did you mean {near[0]}?", "UserData"
                    )
            for match in STARTED.finditer(prepared(launch.boot_text or "")):
                for unit in match[1].split():
                    name = unit.removesuffix(".service")
                    near = get_close_matches(name, sorted(defined), 1, 0.75)
                    if name not in defined and near and not name.startswith(("-", "$")):
                        text = f"No file defines {name}; did you mean {near[0]}?"
                        yield launch.finding(text, "UserData")

    @staticmethod
    def _asked(launch: Launch) -> list[str]:
        """The units that cfn-init is to start."""
        found: list[str] = []
        for _, _, config in launch.init_configs:
            services = pick(config, "services")
            for kinds in services.values() if isinstance(services, dict) else ():
                found += (
                    [str(k).removesuffix(".service") for k in kinds]
                    if isinstance(kinds, dict)
                    else []
                )
        return found

    @staticmethod
    def _too_early(launch: Launch) -> Iterator[Finding]:
        """A unit that the script starts before it writes its file."""
        script = prepared(launch.script or "")
        for match in STARTED.finditer(script):
            for name in (unit.removesuffix(".service") for unit in match[1].split()):
                file = f"/systemd/system/{name}.service"
                if file in script[match.end() :] and file not in script[: match.start()]:
                    yield launch.finding(f"{name} is started before its file is there", "UserData")
                    return

    @staticmethod
    def _files(view: View) -> Iterator[str]:
        for resource in view.resources.values():
            for _, config in configs(init_of(resource), []):
                files = pick(config, "files")
                yield from files if isinstance(files, dict) else ()
