"""Whole generated configs: what is accepted is rendered, read alike by all, and found well.

Config number N of a seed is the same on every machine.
"""

from __future__ import annotations

import functools
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

from pipeline.checks.cfn_lint import CfnLint
from pipeline.checks.finding_locations import LintMatch, is_given, is_literal, is_outdated
from pipeline.checks.protections import weakened
from pipeline.diagnostic import InvalidInput
from pipeline.paths import walk
from pipeline.render.jinja import PartialEnvironment
from pipeline.template.assembly import Rendering, render_config
from tests import cfn_validate
from tests.readers import read_1_1, read_1_2
from tests.rendered import PROJECT, SCHEMA
from tests.soak.figure import Soak, Tried
from tests.soak.javascript import JavaScript, Unread, reader
from tests.soak.kept import lost
from tests.soak.readiness import readiness_findings
from tests.soak.whole_config import accepted, additions, drawn
from tests.soak.written import NAME, write

_RUAMEL_EVERY = 10  # it takes ten times as long as all else
_LINT_EVERY = 50
_BATCH = 50  # templates that one process of Node.js reads
# Warnings on a choice that a person has to make and to give a reason for, in a waiver.
# May name a resource of a further partial: cfn-lint looks for it, and reports at the setting.
_REFERENCE = ("scaling", "target_tracking", "queue", "name")
_WAIVED = {
    "WR9403": "access.ssh_from_world opens SSH to the world",
    "WR9319": "scaling.target_tracking may have a target that every load passes",
    "WR9352": "scaling.scale_in.cooldown may be a pause of seconds",
    "WR9334": "scaling.scale_in may begin just below where scaling out does",
    "WR9549": "alb.health_check.success_codes may count 4xx as healthy",
    "WR9208": "deployment.rolling.min_active_percent may be 100 for a group of a fixed size",
    "WR9207": "min_active_percent may be 0, with a schedule that keeps nothing in service either",
    "WR9516": "alb.clients may admit all of IPv4 and, with network.ipv6, no client by IPv6",
    "WR9526": "alb.waf.counted_rules may name a rule that AWS has added to a rule group since",
    "WR9507": "alb.https.ssl_policy may name a policy with TLS 1.0, for old clients",
}


def soak(count: int, seed: int, folder: Path, *, thorough: bool = True) -> Soak:
    """Try generated configs; each failure is a line that names the config's seed.

    Thorough is with cfn-lint on some, and with JavaScript's reader on all.
    """
    javascript = reader(folder) if thorough else None

    def place(own: Path) -> Tried:
        trial = Trial(own, javascript, lint_every=_LINT_EVERY if thorough else 0)
        return lambda numbers: trial.all_tried(numbers, seed)

    return Soak("generated configs", range(count), place, together=_BATCH)


class Trial:
    """A folder for the files, the readers and linters, and the failures so far."""

    def __init__(self, folder: Path, javascript: JavaScript | None, *, lint_every: int) -> None:
        self.folder = folder
        self.unread = Unread(folder, javascript)
        self.lint_every = lint_every
        self.partials = PartialEnvironment(PROJECT.partials, PROJECT.bytecode)
        self.failures: list[str] = []

    def all_tried(self, numbers: Sequence[int], seed: int) -> list[str]:
        """Return what is wrong with these configs of a seed."""
        self.failures = []
        for number in numbers:
            self.attempt(f"{seed}-{number}", number)
        return [*self.failures, *self.unread.differing()]

    def attempt(self, seed: str, number: int) -> None:
        """Draw a config and note what is wrong with what comes of it."""
        random = Random(seed)
        config, refused = accepted(random, drawn(random))
        try:
            problems = [*self._refusals(refused, random)]
            if config is not None:
                problems += self.acceptance(config, seed, number, random)
        except Exception:
            problems = [traceback.format_exc().strip().replace("\n", " | ")]
        self.failures += [f"{seed}: {problem}" for problem in problems]

    def _render(self, config: dict[str, Any], random: Random | None = None) -> Rendering:
        path = write(self.folder, config, random)
        return render_config(self.partials, SCHEMA, path, NAME)

    def _refusals(self, configs: list[dict[str, Any]], random: Random) -> Iterator[str]:
        """Yield what is wrong with how a config is refused."""
        for config in configs[:1]:
            try:
                self._render(config, random)
            except InvalidInput as error:
                for each in error.diagnostics:
                    if not (each.location.line and each.message and each.hint):
                        yield f"refused without a place or hint: {each.text}"
            else:
                yield "accepted what a constraint refuses"

    def acceptance(
        self, config: dict[str, Any], seed: str, number: int, random: Random
    ) -> Iterator[str]:
        """Yield what is wrong with what an accepted config comes to."""
        try:
            rendering = self._render(config, random)
        except InvalidInput as error:  # by what only the text shows, such as hidden characters
            yield from (each.text for each in error.diagnostics if not each.location.line)
            yield from (each.text for each in error.diagnostics if each.partial)
            return
        template = read_1_1(rendering.text)
        yield from lost(config, template)
        yield from self._findings(rendering, template, number)
        if number % _RUAMEL_EVERY == 0 and read_1_2(rendering.text) != template:
            yield "a reader of YAML 1.2 reads another template"
        if number % _RUAMEL_EVERY == 1:
            more = {**config, **additions(random, rendering.template.data)}
            if self._render(more).text != self._render(config).text:
                yield "custom values and overrides that say the same change the template"
        self.unread.add(seed, rendering.text, template)

    def _findings(self, rendering: Rendering, template: Any, number: int) -> Iterator[str]:
        for found in cfn_validate.findings(rendering.text):
            if not _is_of_a_text(found, rendering):
                yield found
        yield from (each.text for each in weakened(rendering, "output/case.yml"))
        matches = readiness_findings(template, rendering.regions)
        if self.lint_every and number % self.lint_every == 0:
            matches = _cfn_lint(rendering)
        settings = rendering.config.settings
        for match in matches:
            own = is_given(match, rendering.template) or is_literal(
                match, rendering.template, settings
            )
            source = rendering.template.source(match.path)
            origins = [origin.setting for origin in source.origins] if source else []
            own = own or (match.rule == "E1019" and origins == [_REFERENCE])
            if not (own or is_outdated(match) or match.severity == "info" or match.rule in _WAIVED):
                yield f"{match.rule} {match.path} {match.message} {origins}"[:500]


def _cfn_lint(rendering: Rendering) -> Iterator[LintMatch]:
    yield from _linter().check(rendering.text, rendering.regions)


@functools.cache
def _linter() -> CfnLint:
    return CfnLint(PROJECT.lint_settings, PROJECT.rules)


def _is_of_a_text(found: str, rendering: Rendering) -> bool:
    """Whether a finding is on a `${...}` that the config means as it is."""
    texts = (value for _, value in walk(rendering.config.data) if isinstance(value, str))
    return "E1029" in found and any("${" in text for text in texts)
