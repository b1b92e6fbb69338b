"""cfn-lint's verdict on a rendered template, with the readiness rules among its own.

Importing this module costs most of a second, so only a run that lints does.
"""

from __future__ import annotations

from pathlib import Path

from cfnlint.config import ConfigMixIn
from cfnlint.decode import decode_str
from cfnlint.match import Match
from cfnlint.runner import Runner, run_template_by_data

from pipeline.checks.finding_locations import LintMatch
from pipeline.diagnostic import RuleText

_SEVERITY = {"error": "error", "warning": "warning", "informational": "info"}


class CfnLint:
    """cfn-lint with its rules loaded once for any number of templates."""

    def __init__(self, settings: Path, rules: Path) -> None:
        """Load cfn-lint's rules and ours; `settings` is the `.cfnlintrc` to use.

        Both by their own paths, so that the verdict does not depend on where a person stands.
        """
        self.arguments = ["--config-file", str(settings)]
        if rules.is_dir():
            self.arguments += ["--append-rules", str(rules)]
        self.rules = Runner(ConfigMixIn(self.arguments)).rules

    def check(self, text: str, regions: list[str]) -> list[LintMatch]:
        """Return the findings on the text of a template, for the regions it is meant for."""
        data, matches = decode_str(text)
        if data is not None and not matches:
            config = ConfigMixIn([*self.arguments, "--regions", *regions])
            matches = list(run_template_by_data(data, config, self.rules))
        return [_match(match) for match in matches]


def _match(match: Match) -> LintMatch:
    rule = match.rule
    return LintMatch(
        path=tuple(map(_plain, getattr(match, "path", None) or ())),
        line=match.linenumber,
        column=match.columnnumber,
        message=match.message,
        hint=rule.source_url or "",
        severity=_SEVERITY.get(rule.severity, "error"),
        rule=rule.id,
        of_literals="literals" in rule.tags,
        rule_text=RuleText(rule.shortdesc, rule.description, rule.source_url or ""),
    )


def _plain(key: str | int) -> str | int:
    """Return a key without the position that cfn-lint attaches to it, which cannot be pickled."""
    return key if isinstance(key, int) else str(key)
