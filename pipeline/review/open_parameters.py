"""The parameters of a template, whose values are decided at deployment."""

from __future__ import annotations

from typing import Any

from pipeline.review.wording import shown


def open_parameters(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Return a line for each parameter, with its default, and that of the template before."""
    lines = []
    for name, parameter in after.get("Parameters", {}).items():
        default = parameter.get("Default")
        value = "no default" if default is None else f"default {shown(str(default)) or 'empty'}"
        rolls = str(parameter.get("Type", "")).startswith("AWS::SSM::Parameter::Value")
        old = before.get("Parameters", {}).get(name, parameter).get("Default")
        if old != default:
            value += f", until now {shown(str(old))}: not taken over by a stack that exists"
        more = "; a new value under this parameter arrives with any update" if rolls else ""
        lines.append(f"{name} ({value}{more})")
    return lines
