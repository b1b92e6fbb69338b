"""Digests of a template's own elements, for what must change whenever the element does.

CloudFormation does not replace instances when only their `AWS::CloudFormation::Init` metadata
changes, so the user data carries a digest of it.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-init.html
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from pipeline.diagnostic import Diagnostic, InvalidInput, Location
from pipeline.template.merge import Template

_DIGEST = re.compile("\ue004([^\ue005]*)\ue005")
_LENGTH = 16


def hash_placeholder(path: str) -> str:
    """Return the text that stands for the digest of an element until the template is whole."""
    return f"\ue004{path}\ue005"


def fill_element_hashes(template: Template) -> None:
    """Replace every placeholder by the digest of its element; raises InvalidInput."""
    template.data = _fill(template, template.data, ())


def _fill(template: Template, value: Any, keys: tuple[str | int, ...]) -> Any:
    if isinstance(value, dict):
        return {key: _fill(template, item, (*keys, key)) for key, item in value.items()}
    if isinstance(value, list):
        return [_fill(template, item, (*keys, index)) for index, item in enumerate(value)]
    if isinstance(value, str) and "\ue004" in value:
        source = template.source(keys)
        location = source.partial if source else Location("partials")
        return _DIGEST.sub(lambda match: _digest(template, match[1], location), value)
    return value


def _digest(template: Template, path: str, location: Location) -> str:
    element: Any = template.data.get("Resources", {})
    for key in path.split("."):
        if not isinstance(element, dict) or key not in element:
            raise InvalidInput(
                [Diagnostic(location, f"digest of {path}: there is no such element")]
            )
        element = element[key]
    text = json.dumps(element, sort_keys=True)
    if "\\ue004" in text:
        raise InvalidInput(
            [Diagnostic(location, f"digest of {path}: the element holds a digest itself")]
        )
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]
