"""cfn-lint's verdict on a rendered template, each finding led back to partial and config.

Importing this module costs most of a second, so only a run that lints does.
"""

from __future__ import annotations

from pathlib import Path

from cfnlint.config import ConfigMixIn
from cfnlint.decode import decode_str
from cfnlint.match import Match
from cfnlint.runner import Runner, run_template_by_data

from pipeline.config import Keys
from pipeline.merge import Template
from pipeline.problem import Place, Problem

_SEVERITY = {"error": "error", "warning": "warning", "informational": "info"}


class Linter:
    """cfn-lint with its rules loaded once for any number of templates."""

    def __init__(self, settings: Path) -> None:
        """Load the rules; `settings` is the `.cfnlintrc` to use, wherever a person stands."""
        self.settings = settings
        self.rules = Runner(self._config([])).rules

    def check(self, text: str, name: str, template: Template, regions: list[str]) -> list[Problem]:
        """Return cfn-lint's findings on the text of a template, for the regions it is meant for."""
        data, matches = decode_str(text)
        if data is not None and not matches:
            matches = list(run_template_by_data(data, self._config(regions), self.rules))
        return [_problem(match, name, template) for match in matches]

    def _config(self, regions: list[str]) -> ConfigMixIn:
        arguments = ["--config-file", str(self.settings)]
        return ConfigMixIn([*arguments, "--regions", *regions] if regions else arguments)


def _problem(match: Match, name: str, template: Template) -> Problem:
    keys: Keys = tuple(getattr(match, "path", None) or ())
    source = template.source(keys)
    place = Place(name, match.linenumber, match.columnnumber)
    partial = None
    if source and source.origins:
        place, partial = source.origins[0].place, source.partial
    elif source:
        place = source.partial
    return Problem(
        place,
        match.message,
        hint=match.rule.source_url or "",
        severity=_SEVERITY.get(match.rule.severity, "error"),
        rule=match.rule.id,
        partial=partial,
        element=".".join(map(str, keys)),
    )
