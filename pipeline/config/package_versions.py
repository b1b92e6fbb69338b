"""Packages that Amazon Linux 2023 does not have: of runtimes, whose names have a version.

https://docs.aws.amazon.com/linux/al2023/ug/language-runtimes.html, read in November 2026. Newer
versions come with its newer releases.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Family(NamedTuple):
    """Packages with a version in their names: the form of those, and the versions there are."""

    pattern: str
    name: str
    versions: tuple[str, ...]


_FAMILIES = (
    Family(r"nodejs(\d+)(-.*)?", "nodejs{}", ("20", "22", "24")),
    Family(r"python(2[\d.]*|3\.?\d+)(-.*)?", "python{}", ("3.9", "3.11", "3.12", "3.13", "3.14")),
    Family(r"php(\d[\d.]*)(-.*)?", "php{}", ("8.1", "8.2", "8.3", "8.4", "8.5")),
    Family(r"ruby(\d[\d.]*)(-.*)?", "ruby{}", ("3.2", "3.4")),
    Family(
        r"java-([\d.]+-(amazon-corretto|openjdk))(-.*)?",
        "java-{}",
        tuple(
            f"{version}-amazon-corretto"
            for version in ("1.8.0", "11", "17", "21", "22", "23", "24", "25", "26")
        ),
    ),
)
# https://docs.aws.amazon.com/linux/al2023/ug/compare-with-al2.html
_OF_AMAZON_LINUX_2 = ("amazon-linux-extras", "epel-release")


def instead_of(package: str) -> str:
    """Return what to write in place of a package that is not there, empty for all others."""
    if package in _OF_AMAZON_LINUX_2:
        return "delete it: Amazon Linux 2023 has one repository, which is there already"
    for family in _FAMILIES:
        found = re.fullmatch(family.pattern, package)
        if found and found[1] not in family.versions:
            names = [family.name.format(version) for version in family.versions]
            return f"write one of {', '.join(names)}"
    return ""
