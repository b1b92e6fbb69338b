"""What a linter finds in a template, led back to the lines that it comes from."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from pipeline.checks.lint_messages import readable
from pipeline.diagnostic import Diagnostic, Location, RuleText
from pipeline.paths import KeyPath, exists, starts_with, value_at
from pipeline.render.provenance import Origin
from pipeline.template.template import Template


class LintMatch(NamedTuple):
    """A finding at an element of the template; line and column are those of its text."""

    path: KeyPath
    line: int
    column: int
    message: str
    hint: str
    severity: str
    rule: str
    of_literals: bool = False  # the rule judges what is written by hand
    rule_text: RuleText | None = None


def is_given(match: LintMatch, template: Template) -> bool:
    """Whether a rule on what is written by hand judges a value that the config has to give.

    Constraints hold such a value, an ARN for example, against the regions of the config.
    """
    source = template.sources.get(match.path) if match.of_literals else None
    return bool(source and source.origins and source.origins[0].layer in ("base", "environment"))


# Rules of cfn-lint that take a text of the config for one that is written by hand; a zone by name
# is there because the config has to name it.
_TEXTS = {"E1029": "${", "I3042": "arn:", "W3010": ""}
# What cfn-lint says of limits that AWS has raised since: gp3 has up to 80,000 IOPS.
# https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html#gp3-ebs-volume-type
_RAISED = {"E3671": "greater than the maximum of 16000"}


def is_literal(match: LintMatch, template: Template, settings: dict[str, Any]) -> bool:
    """Whether a rule judges a config's own text: a `${...}` without Fn::Sub, an ARN, a zone.

    A value of the config is never replaced: it reaches its reader as it is written.
    """
    source = template.source(match.path) if match.rule in _TEXTS else None
    return bool(source) and any(
        _TEXTS[match.rule] in str(value_at(settings, origin.setting))
        for origin in (source.origins if source else ())
        if exists(settings, origin.setting)
    )


def is_outdated(match: LintMatch) -> bool:
    """Whether a rule holds a value against a limit that is not AWS's any more."""
    limit = _RAISED.get(match.rule)
    return limit is not None and limit in match.message


def locate_match(match: LintMatch, name: str, template: Template) -> Diagnostic:
    """Return a finding as a diagnostic at the config's line, else the partial's, else its own.

    `name` is the template's file. The location of a default is the config that leaves it out. An
    override that led to the finding comes first.
    """
    diagnostic = Diagnostic(
        Location(name, match.line, match.column),
        readable(match.message),
        match.hint,
        match.severity,
        match.rule,
        element=match.path,
        rule_text=match.rule_text,
    )
    source = template.source(match.path)
    if not source:
        return diagnostic
    origins = (*_overriding(match, template), *source.origins, *_named(match, template))
    if not origins:
        return diagnostic._replace(location=source.partial)
    origin = origins[0]
    return diagnostic._replace(
        location=origin.location,
        partial=source.partial,
        setting=origin.setting,
        is_default=origin.layer == "default",
    )


def _overriding(match: LintMatch, template: Template) -> Iterator[Origin]:
    """Yield the overrides that a finding is about: those that it names, then those inside.

    What is removed is named where it is missed; what is inside an element may be what it lacks.
    """
    overridden = [
        (path, origin)
        for path, source in template.sources.items()
        for origin in source.origins
        if origin.layer == "override"
    ]
    words = set(re.findall(r"\w+", match.message))
    for path, origin in overridden:
        is_near = len(path) == 2 or starts_with(path, match.path[:2])
        if is_near and path[-1] in words and not starts_with(match.path, path):
            yield origin
    if len(match.path) > 1:
        yield from (origin for path, origin in overridden if starts_with(path, match.path))


def _named(match: LintMatch, template: Template) -> Iterator[Origin]:
    """Yield where the values inside an element come from that a finding on the element names."""
    words = set(re.findall(r"[^\s'\",;?]+", match.message))
    for path, source in template.sources.items():
        if source.origins and len(path) > len(match.path) and starts_with(path, match.path):
            value = value_at(template.data, path) if exists(template.data, path) else None
            if isinstance(value, str) and value in words:
                yield from source.origins
