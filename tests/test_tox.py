"""What every environment of tox has in common."""

from __future__ import annotations

import configparser
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support import ROOT

_TOX = configparser.ConfigParser(interpolation=None)
_TOX.read(ROOT / "tox.ini", encoding="utf-8")
_ENVIRONMENTS = [name for name in _TOX.sections() if name.startswith("testenv")]


@pytest.mark.parametrize(
    ("setting", "wanted"),
    [
        ("set_env", {"UV_SYSTEM_CERTS = {env:UV_SYSTEM_CERTS:true}"}),
        ("pass_env", {"REQUESTS_CA_BUNDLE", "SSL_CERT_DIR"}),
    ],
)
@pytest.mark.parametrize("name", _ENVIRONMENTS)
def test_a_certificate_authority_of_the_system_is_trusted(
    name: str, setting: str, wanted: set[str]
) -> None:
    base = _TOX["testenv"][setting]
    value = _TOX[name].get(setting, base).replace(f"{{[testenv]{setting}}}", base)
    assert wanted <= {each.strip() for each in value.replace(",", "\n").splitlines()}


def test_ci_without_a_test_command_fails(tmp_path: Path) -> None:
    """An empty command ends well, and so would CI."""
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci")
    (tmp_path / "README.md").write_text("A README without the marker.\n")
    done = subprocess.run([tmp_path / ".ci" / "run"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "README.md has no test command\n")
