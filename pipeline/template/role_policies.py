"""How long a role's inline policies are together: IAM refuses a role with longer ones."""

from __future__ import annotations

from collections import Counter

from pipeline.config.aws_limits import limit
from pipeline.diagnostic import Diagnostic, InvalidInput, Location
from pipeline.paths import KeyPath, dotted, starts_with, value_at
from pipeline.template.policy_size import inline_size
from pipeline.template.template import Template


def check_role_policies(template: Template, regions: list[str]) -> None:
    """Raise InvalidInput, at the setting that adds most, for policies longer than IAM takes.

    White space does not count, nor does here what only a deployment knows.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    """
    most, region = limit("characters of a role's inline policies"), max(regions, key=len)
    diagnostics = []
    for id_, resource in template.data.get("Resources", {}).items():
        if isinstance(resource, dict) and resource.get("Type") == "AWS::IAM::Role":
            size = inline_size(resource, region)
            if size > most:
                message = f"the inline policies of {id_} have at least {size:,} characters"
                diagnostics.append(_diagnostic(template, ("Resources", id_), message, most))
    if diagnostics:
        raise InvalidInput(diagnostics)


def _diagnostic(template: Template, path: KeyPath, message: str, most: int) -> Diagnostic:
    lengths: Counter[KeyPath] = Counter()
    first: dict[KeyPath, Location] = {}
    policies = (*path, "Properties", "Policies")
    for element, source in template.sources.items():
        for origin in source.origins if starts_with(element, policies) else ():
            setting = origin.setting[:2]
            lengths[setting] += len(str(value_at(template.data, element)))
            first[setting] = min(origin.location, first.get(setting, origin.location))
    found = template.source(policies)
    partial = found.partial if found else Location("")
    if not lengths:
        hint = f"IAM takes {most:,}: make a part a managed policy"
        return Diagnostic(partial, message, hint, partial=partial, element=policies)
    [(setting, _)] = lengths.most_common(1)
    message = f"{dotted(setting)}: {message}"
    hint = f"IAM takes {most:,}, and this setting adds most of them: name fewer here, or shorter"
    return Diagnostic(first[setting], message, hint, element=policies, setting=setting)
