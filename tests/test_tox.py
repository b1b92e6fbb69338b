"""What every environment of tox has in common."""

from __future__ import annotations

import configparser

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
