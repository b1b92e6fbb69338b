"""The library is fetched once, and where it cannot be had the reason is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.review import mermaid

PACKS = """\
#!/bin/sh
mkdir -p package/dist && echo drawn > package/dist/mermaid.min.js
tar -czf mermaid.tgz package && rm -r package
"""


def fetch(folder: Path, npm: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Fetch into a folder with a script in npm's place; without one there is no npm."""
    commands = folder / "bin"
    commands.mkdir()
    if npm:
        script = commands / "npm"
        script.write_text(npm, encoding="utf-8")
        script.chmod(0o755)
    path = f"{commands}:/usr/bin:/bin" if npm else str(commands)
    monkeypatch.setenv("PATH", path)
    return mermaid.fetch(folder)


@pytest.mark.parametrize(
    ("npm", "reason"),
    [
        ("", "npm is not installed"),
        ("#!/bin/sh\necho no such registry >&2\nexit 1\n", "no such registry"),
        ("#!/bin/sh\nexit 1\n", "npm failed"),
        ("#!/bin/sh\nexec sleep 60\n", "npm did not answer within 1 seconds"),
    ],
)
def test_reason_is_said(
    npm: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mermaid, "_SECONDS", 1)
    assert fetch(tmp_path, npm, monkeypatch) == reason
    assert [each.name for each in tmp_path.iterdir()] == ["bin"]


def test_library_is_fetched_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert fetch(tmp_path, PACKS, monkeypatch) == ""
    monkeypatch.setattr(mermaid, "_FOLDER", tmp_path / "diagrams")
    monkeypatch.setenv("TOX_ENV_DIR", str(tmp_path))
    monkeypatch.delenv("MERMAID", raising=False)
    found = mermaid.library()
    assert found
    assert found.read_text(encoding="utf-8") == "drawn\n"
    monkeypatch.setenv("PATH", "")
    assert mermaid.fetch(tmp_path) == ""
