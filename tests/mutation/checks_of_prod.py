"""What a run of the command checks in the template of prod; named by the environment of tox."""

from __future__ import annotations

import pytest

from pipeline.checks import run
from pipeline.checks.cfn_lint import CfnLint
from pipeline.render.jinja import PartialEnvironment
from tests import rendered
from tests.rendered import PROJECT, SCHEMA
from tests.support import SHOP

LINTER = CfnLint(PROJECT.lint_settings, PROJECT.rules)
PARTIALS = PartialEnvironment(PROJECT.partials, PROJECT.bytecode)
PROD = SHOP / "config" / "prod.yml"


def test_the_checks_accept_prod(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "CfnLint", lambda *_: LINTER)
    rendering = vars(rendered)["render_config"](PARTIALS, SCHEMA, PROD, PROD.name)
    [report] = run.check_all(PROJECT, [(rendering, "output/prod.yml")])
    assert [each.text for each in report.diagnostics if each.severity != "info"] == []
