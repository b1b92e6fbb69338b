"""cfn-lint's verdict on a rendered template, with the readiness rules among its own.

Importing this module costs most of a second, so only a run that lints does.
"""

from __future__ import annotations

import os
import traceback
from pathlib import Path

from cfnlint.decode import decode_str
from cfnlint.exceptions import CfnLintExitException
from cfnlint.match import Match
from cfnlint.rules import Rules
from cfnlint.runner import Runner, run_template_by_data

from pipeline.checks.finding_locations import LintMatch
from pipeline.checks.lint_settings import LintSettings
from pipeline.diagnostic import Diagnostic, InvalidInput, Location, RuleText

_SEVERITY = {"error": "error", "warning": "warning", "informational": "info"}


class CfnLint:
    """cfn-lint with its rules loaded once for any number of templates."""

    def __init__(self, settings: Path, rules: Path) -> None:
        """Load cfn-lint's rules, ours and those that `settings`, the `.cfnlintrc` to use, appends.

        All by their own paths, so that the verdict does not depend on where a person stands.
        Raises InvalidInput if the settings or appended rules cannot be used.
        """
        self.settings = settings
        config = LintSettings(settings, "--regions", "ALL_REGIONS")  # that override_spec is for
        if rules.is_dir():
            config.append_first(rules)
        self.rules = _load(config, settings)

    def check(self, text: str, regions: list[str]) -> list[LintMatch]:
        """Return the findings on the text of a template, for the regions it is meant for."""
        data, matches = decode_str(text)
        if data is not None and not matches:
            config = LintSettings(self.settings, "--regions", *regions)
            matches = list(run_template_by_data(data, config, self.rules))
        return [_match(match) for match in matches]


def _load(config: LintSettings, settings: Path) -> Rules:
    try:
        return Runner(config).rules
    except (Exception, SystemExit) as error:
        cause = error.__cause__ or error
        what = str(cause) if isinstance(cause, CfnLintExitException) else _described(cause)
        location = _rule_location(cause, config, settings)
        hint = "cfn-lint cannot load the rules and files that .cfnlintrc names"
        raise InvalidInput([Diagnostic(location, what, hint)]) from None


def _described(error: BaseException) -> str:
    if isinstance(error, SystemExit):
        return "override_spec is not what cfn-lint reads"
    return traceback.format_exception_only(error)[-1].strip()


def _rule_location(error: BaseException, config: LintSettings, settings: Path) -> Location:
    """Return the line of an appended rule that went wrong, that of the settings if none did."""
    frames = [(each.filename, each.lineno) for each in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError) and error.filename:
        frames.append((error.filename, error.lineno))
    folders = tuple(os.path.join(each, "") for each in config.file_args.get("append_rules", []))
    for file, line in reversed(frames):
        if file.startswith(folders):
            return Location(os.path.relpath(file, settings.parent), line or 1)
    return Location(settings.name, 1)


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
