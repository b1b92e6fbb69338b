"""Hashes of a template's own elements, for what must change whenever the element does.

CloudFormation does not replace instances when only their `AWS::CloudFormation::Init` metadata
changes, so the user data carries a hash of it.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-init.html
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from pipeline.diagnostic import Diagnostic, InvalidInput, Location
from pipeline.paths import KeyPath, walk
from pipeline.render.placeholders import fill_hashes, has_hashes
from pipeline.template.template import Template

_LENGTH = 16


def fill_element_hashes(template: Template) -> None:
    """Replace every placeholder of a hash; raises InvalidInput where its element is missing."""
    template.data = _fill(template, template.data, ())


def _fill(template: Template, value: Any, path: KeyPath) -> Any:
    if isinstance(value, dict):
        return {key: _fill(template, item, (*path, key)) for key, item in value.items()}
    if isinstance(value, list):
        return [_fill(template, item, (*path, index)) for index, item in enumerate(value)]
    if not isinstance(value, str):
        return value
    return fill_hashes(value, lambda name: _hash(template, name, path))


def _hash(template: Template, name: str, user: KeyPath) -> str:
    """Return the hash of a resource's part, named as in a partial: `LaunchTemplate.Metadata`."""
    element: Any = template.data.get("Resources", {})
    for key in name.split("."):
        if not isinstance(element, dict) or key not in element:
            raise _invalid(template, user, f"digest of {name}: there is no such element")
        element = element[key]
    if any(isinstance(value, str) and has_hashes(value) for _, value in walk(element)):
        raise _invalid(template, user, f"digest of {name}: the element holds a digest itself")
    text = json.dumps(element, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]


def _invalid(template: Template, user: KeyPath, message: str) -> InvalidInput:
    source = template.source(user)
    location = source.partial if source else Location("partials")
    return InvalidInput([Diagnostic(location, message)])
