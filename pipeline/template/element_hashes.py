"""Hashes of a template's own elements, for what must change whenever the element does.

CloudFormation does not replace instances when only their `AWS::CloudFormation::Init` metadata
changes, so the user data carries a hash of it.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-init.html
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from pipeline.diagnostic import Diagnostic, InvalidInput, Location
from pipeline.paths import KeyPath, children, walk
from pipeline.render.placeholders import fill_hashes, has_hashes
from pipeline.template.template import Template

_LENGTH = 16


def fill_element_hashes(template: Template) -> None:
    """Replace every placeholder of a hash; raises InvalidInput where its element is missing."""
    filled = [
        (around, path[-1], fill_hashes(around[path[-1]], partial(_hash, template, path)))
        for around, path in _with_hashes(template.data, ())
    ]
    for around, key, text in filled:
        around[key] = text


def _with_hashes(value: Any, path: KeyPath) -> Iterator[tuple[Any, KeyPath]]:
    """Yield the path of each text with a placeholder, and the map or list that it is in."""
    for key, item in children(value):
        if isinstance(item, str):
            if has_hashes(item):
                yield value, (*path, key)
        else:
            yield from _with_hashes(item, (*path, key))


def _hash(template: Template, user: KeyPath, name: str) -> str:
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
