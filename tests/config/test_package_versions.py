"""Packages that Amazon Linux 2023 does not have, by its documentation of language runtimes."""

from __future__ import annotations

import pytest

from pipeline.config.package_versions import instead_of


@pytest.mark.parametrize(
    ("package", "named"),
    [
        # https://docs.aws.amazon.com/linux/al2023/ug/nodejs.html
        *(("nodejs16", "nodejs24"), ("nodejs18", "20, 22, 24"), ("nodejs16-npm", "nodejs24")),
        *(("nodejs22", ""), ("nodejs22-npm", ""), ("nodejs", ""), ("nodejs-npm", "")),
        # https://docs.aws.amazon.com/linux/al2023/ug/python.html
        *(("python3.10", "python3.13"), ("python38", "3.12"), ("python2.7", "3.14")),
        *(("python3", ""), ("python3-pip", ""), ("python3.12", ""), ("python3.12-pip", "")),
        # https://docs.aws.amazon.com/linux/al2023/ug/php.html
        *(("php7.4", "php8.4"), ("php80-fpm", "8.1"), ("php8.5-fpm", ""), ("php-fpm", "")),
        # https://docs.aws.amazon.com/linux/al2023/ug/ruby.html
        *(("ruby2.7", "ruby3.4"), ("ruby3.2", ""), ("ruby3.4-devel", "")),
        # Amazon Corretto is the only Java of Amazon Linux 2023:
        # https://docs.aws.amazon.com/linux/al2023/ug/java.html
        ("java-99-amazon-corretto", "java-25-amazon-corretto"),
        ("java-8-amazon-corretto", "1.8.0, 11"),
        ("java-17-openjdk-headless", "java-25-amazon-corretto"),
        ("java-21-amazon-corretto-headless", ""),
        ("java-1.8.0-amazon-corretto-devel", ""),
        # https://docs.aws.amazon.com/linux/al2023/ug/compare-with-al2.html
        *(("amazon-linux-extras", "delete it"), ("epel-release", "delete it")),
        *(("nginx", ""), ("docker", ""), ("amazon-efs-utils", "")),
    ],
)  # fmt: skip
def test_what_is_written_instead(package: str, named: str) -> None:
    hint = instead_of(package)
    assert bool(hint) == bool(named)
    assert named in hint
