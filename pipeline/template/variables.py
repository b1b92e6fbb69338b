"""Environment variables that name a resource, as text: the application would read `${Jobs}`."""

from __future__ import annotations

import re

from pipeline.config.extends import Config
from pipeline.diagnostic import Diagnostic, InvalidInput
from pipeline.paths import dotted
from pipeline.template.template import Template

_NAME = re.compile(r"\$\{([A-Za-z0-9]+)(?:\.[A-Za-z0-9.]+)?\}")
_PATH = ("application", "environment")


def check_variables(template: Template, config: Config) -> None:
    """Raise InvalidInput for each variable of the config that names one of the resources."""
    resources = template.data.get("Resources", {})
    diagnostics = []
    for variable, value in config.settings.get("application", {}).get("environment", {}).items():
        if names := [found for found in _NAME.findall(value) if found in resources]:
            path = (*_PATH, variable)
            message = f"{dotted(path)}: {names[0]} is not replaced here, the variable is the text"
            hint = (
                f"write {variable} with !Ref, !GetAtt or !Sub into Instances.Environment of the "
                "partial that makes the resource: docs/partials.md"
            )
            location = config.location(path)
            diagnostics.append(Diagnostic(location, message, hint, setting=path))
    if diagnostics:
        raise InvalidInput(diagnostics)
