"""What a command's program needs, and which package brings it."""

from __future__ import annotations

import pytest

from pipeline.config.runtimes import missing_package


@pytest.mark.parametrize(
    ("command", "packages", "missing"),
    [
        ("", [], None),
        ("/usr/bin/node server.js", [], "nodejs22"),
        ("/usr/bin/node server.js", ["nodejs20"], None),
        ("/usr/bin/node server.js", ["nginx"], "nodejs22"),
        ("/usr/bin/npm start", ["nginx", "nodejs"], "nodejs22-npm"),
        ("/usr/bin/npm start", ["nginx", "nodejs22-npm"], None),
        ("/usr/bin/env node server.js", [], "nodejs22"),
        ("/usr/bin/env node", [], "nodejs22"),
        ("/usr/bin/env", [], None),
        ("/usr/bin/env python3 -m app", [], None),
        ("/usr/bin/python3.9 -m app", [], None),
        ("/usr/bin/python3.12 -m app", [], "python3.12"),
        ("/usr/bin/python3.12 -m app", ["python3.12"], None),
        ("/usr/bin/python3.12 -m app", ["python3.12-pip"], None),
        ("/usr/bin/python3.12 -m app", ["python3.11"], "python3.12"),
        ("/usr/bin/php-fpm", [], "php8.4"),
        ("/opt/node/bin/node server.js", [], None),
        ("/usr/local/bin/node server.js", [], None),
        ("/var/lib/app/node server.js", [], None),
        ("/srv/node server.js", [], None),
        ("/usr/bin/true", [], None),
    ],
)
def test_a_missing_package(command: str, packages: list[str], missing: str | None) -> None:
    assert missing_package(command.split(), packages) == missing
