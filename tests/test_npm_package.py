"""A package is unpacked once, and where it cannot be had the reason is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.npm_package import unpack

PACKS = """\
#!/bin/sh
mkdir package && echo held > package/rules
tar -czf rules.tgz package && rm -r package
"""


def test_a_package_is_unpacked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm = tmp_path / "bin" / "npm"
    npm.parent.mkdir()
    npm.write_text(PACKS, encoding="utf-8")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{npm.parent}:/usr/bin:/bin")
    assert unpack("rules", "1.0.0", tmp_path / "guard") == ""
    assert (tmp_path / "guard" / "1.0.0" / "rules").read_text(encoding="utf-8") == "held\n"
    npm.unlink()
    monkeypatch.setenv("PATH", str(npm.parent))
    assert unpack("rules", "1.0.0", tmp_path / "guard") == ""
    assert unpack("rules", "1.1.0", tmp_path / "guard") == "npm is not installed"
