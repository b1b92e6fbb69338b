"""Packages that Amazon Linux 2023 does not have: of runtimes, whose names have a version.

https://docs.aws.amazon.com/linux/al2023/ug/language-runtimes.html, read in November 2026. Newer
versions come with its newer releases.
"""

import re
from typing import NamedTuple


class Family(NamedTuple):
    """Packages with a version in their names, a usual one of them, and the versions there are."""

    pattern: str
    usual: str
    versions: tuple[str, ...]


_CORRETTO = ("1.8.0", "11", "17", "21", "22", "23", "24", "25", "26")
_FAMILIES = (
    Family(r"nodejs(\d+)(-.*)?", "nodejs24", ("20", "22", "24")),
    Family(r"python(2[\d.]*|3\.?\d+)(-.*)?", "python3.13", ("3.9", "3.11", "3.12", "3.13", "3.14")),
    Family(r"php(\d[\d.]*)(-.*)?", "php8.4", ("8.1", "8.2", "8.3", "8.4", "8.5")),
    Family(r"ruby(\d[\d.]*)(-.*)?", "ruby3.4", ("3.2", "3.4")),
    Family(r"java-([\d.]+)-amazon-corretto(-.*)?", "java-25-amazon-corretto", _CORRETTO),
    # Amazon Corretto is the only Java of Amazon Linux 2023.
    Family(r"java-([\d.]+-openjdk)(-.*)?", "java-25-amazon-corretto", _CORRETTO),
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
            return f"write {family.usual}; there are the versions {', '.join(family.versions)}"
    return ""
