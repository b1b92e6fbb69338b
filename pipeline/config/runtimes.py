"""Programs that people start applications with, and Amazon Linux 2023 packages that bring them."""

import re
from pathlib import PurePosixPath
from typing import NamedTuple


class Runtime(NamedTuple):
    """A program that the stock image lacks; `package` brings it, as do those of the pattern."""

    package: str
    pattern: str


# https://docs.aws.amazon.com/linux/al2023/release-notes/all-packages.html
_NODE = Runtime("nodejs22", "nodejs.*")
_NPM = Runtime("nodejs22-npm", "nodejs.*-npm")  # a package of its own
_JAVA = Runtime("java-21-amazon-corretto-headless", "java-.*")
_PHP = Runtime("php8.4", "php.*")
_RUBY = Runtime("ruby3.2", "ruby.*")
_RUNTIMES = {
    "node": _NODE, "npm": _NPM, "npx": _NPM,
    "java": _JAVA,
    "php": _PHP, "php-fpm": _PHP,
    "ruby": _RUBY, "bundle": _RUBY, "rackup": _RUBY,
    "nginx": Runtime("nginx", "nginx.*"),
    "httpd": Runtime("httpd", "httpd.*"),
    "go": Runtime("golang", "golang.*"),
}  # fmt: skip
_PYTHON = r"python3\.(\d+)"
_STOCK_PYTHON = "9"


def missing_package(words: list[str], packages: list[str]) -> str | None:
    """Return the package that a command needs and has not got, None if nothing is known to lack.

    The stock image's Python is 3.9, as python3 and python3.9.
    """
    if not words:
        return None
    path = PurePosixPath(words[0])
    if path.name == "env" and len(words) > 1:
        path = PurePosixPath("/usr/bin", words[1])
    if str(path).startswith(("/opt/", "/usr/local/", "/var/", "/srv/")):
        return None
    runtime = _RUNTIMES.get(path.name)
    if (python := re.fullmatch(_PYTHON, path.name)) and python[1] != _STOCK_PYTHON:
        runtime = Runtime(path.name, re.escape(path.name) + ".*")
    if runtime is None or any(re.fullmatch(runtime.pattern, each) for each in packages):
        return None
    return runtime.package
